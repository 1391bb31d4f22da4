data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

# A bucket as flow logs find it in an account: made by the platform's own module, open to log delivery only.
module "bucket" {
  source = "../../../s3-bucket"

  bucket_name = var.bucket_name
  additional_policy_json = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "AllowFlowLogDelivery"
      Effect    = "Allow"
      Principal = { Service = "delivery.logs.amazonaws.com" }
      Action    = "s3:PutObject"
      Resource  = "arn:${data.aws_partition.current.partition}:s3:::${var.bucket_name}/*"
      Condition = { StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.current.account_id } }
    }]
  })
}
