data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

locals {
  # Built from the name, so that a plan shows the whole policy before the bucket exists.
  bucket_arn  = "arn:${data.aws_partition.current.partition}:s3:::${var.bucket_name}"
  objects_arn = "${local.bucket_arn}/*"

  transport_statements = [
    {
      Sid       = "DenyInsecureTransport"
      Effect    = "Deny"
      Principal = { AWS = "*" }
      Action    = "s3:*"
      Resource  = [local.bucket_arn, local.objects_arn]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    },
    {
      Sid       = "DenyOutdatedTls"
      Effect    = "Deny"
      Principal = { AWS = "*" }
      Action    = "s3:*"
      Resource  = [local.bucket_arn, local.objects_arn]
      Condition = { NumericLessThan = { "s3:TlsVersion" = var.minimum_tls_version } }
    },
  ]

  # StringNotEquals also matches when the header is absent; Null keeps uploads that rely on default encryption.
  other_encryption_statements = var.upload_encryption_policy == "none" ? [] : [{
    Sid       = "DenyOtherEncryption"
    Effect    = "Deny"
    Principal = { AWS = "*" }
    Action    = "s3:PutObject"
    Resource  = local.objects_arn
    Condition = {
      StringNotEquals = { "s3:x-amz-server-side-encryption" = var.sse_algorithm }
      Null            = { "s3:x-amz-server-side-encryption" = "false" }
    }
  }]

  other_kms_key_statements = !local.uses_kms_key || var.upload_encryption_policy == "none" ? [] : [{
    Sid       = "DenyOtherKmsKeys"
    Effect    = "Deny"
    Principal = { AWS = "*" }
    Action    = "s3:PutObject"
    Resource  = local.objects_arn
    Condition = {
      StringNotEquals = { "s3:x-amz-server-side-encryption-aws-kms-key-id" = var.kms_key_arn }
      Null            = { "s3:x-amz-server-side-encryption-aws-kms-key-id" = "false" }
    }
  }]

  missing_encryption_statements = var.upload_encryption_policy != "require" ? [] : [{
    Sid       = "DenyMissingEncryptionHeader"
    Effect    = "Deny"
    Principal = { AWS = "*" }
    Action    = "s3:PutObject"
    Resource  = local.objects_arn
    Condition = { Null = { "s3:x-amz-server-side-encryption" = "true" } }
  }]

  log_delivery_statements = length(var.access_log_source_bucket_arns) == 0 ? [] : [{
    Sid       = "AllowServerAccessLogDelivery"
    Effect    = "Allow"
    Principal = { Service = "logging.s3.amazonaws.com" }
    Action    = "s3:PutObject"
    Resource  = local.objects_arn
    Condition = {
      ArnLike      = { "aws:SourceArn" = var.access_log_source_bucket_arns }
      StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.current.account_id }
    }
  }]

  additional_statements = flatten([try(jsondecode(var.additional_policy_json).Statement, [])])
}

resource "aws_s3_bucket_policy" "this" {
  bucket = aws_s3_bucket.this.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      local.transport_statements,
      local.other_encryption_statements,
      local.other_kms_key_statements,
      local.missing_encryption_statements,
      local.log_delivery_statements,
      local.additional_statements,
    )
  })

  # S3 rejects changes of the policy and of the public access block that run at the same time.
  depends_on = [aws_s3_bucket_public_access_block.this]
}
