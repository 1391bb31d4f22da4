data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

locals {
  name             = "example-${var.environment}"
  account_id       = data.aws_caller_identity.current.account_id
  documents_bucket = "${local.name}-documents-${local.account_id}"
  documents_arn    = "arn:${data.aws_partition.current.partition}:s3:::${local.documents_bucket}"
}

module "key" {
  source = "../../../infra-packages/aws/kms-key"

  description             = "Data of ${local.name}"
  aliases                 = ["${local.name}-data"]
  deletion_window_in_days = var.protected ? 30 : 7
}

module "access_logs" {
  source = "../../../infra-packages/aws/s3-bucket"

  bucket_name                   = "${local.name}-access-logs-${local.account_id}"
  sse_algorithm                 = "AES256"
  force_destroy                 = !var.protected
  access_log_source_bucket_arns = [local.documents_arn]

  lifecycle_rules = [{
    id                            = "expire-access-logs"
    expiration_days               = var.access_log_retention_in_days
    noncurrent_version_expiration = { days = 1 }
  }]
}

module "documents" {
  source = "../../../infra-packages/aws/s3-bucket"

  bucket_name    = local.documents_bucket
  kms_key_arn    = module.key.key_arn
  force_destroy  = !var.protected
  access_logging = { target_bucket = module.access_logs.bucket_id }

  lifecycle_rules = [{
    id                            = "expire-earlier-versions"
    noncurrent_version_expiration = { days = var.earlier_versions_in_days }
  }]

  additional_policy_json = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      # AWS services that read on behalf of a principal have no VPC.
      Sid       = "DenyReadingFromOtherNetworks"
      Effect    = "Deny"
      Principal = { AWS = "*" }
      Action    = "s3:GetObject"
      Resource  = "${local.documents_arn}/*"
      Condition = {
        StringNotEquals = { "aws:SourceVpc" = var.vpc_id }
        Bool            = { "aws:ViaAWSService" = "false" }
      }
    }]
  })
}

# `prevent_destroy` cannot depend on a variable, but whether this is there can. It stops the plan of a destroy.
resource "terraform_data" "destroy_guard" {
  count = var.protected ? 1 : 0

  input = var.environment

  lifecycle {
    prevent_destroy = true
  }
}
