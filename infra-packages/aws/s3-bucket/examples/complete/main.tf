provider "aws" {
  region = var.region
}

data "aws_caller_identity" "current" {}

module "key" {
  source = "../../../kms-key"

  # Objects are read and written by whoever the account's IAM policies let use both the bucket and the key.
  description = "Invoices at rest"
  aliases     = ["invoices"]
}

module "access_logs" {
  source = "../../"

  bucket_name                   = "${var.bucket_prefix}-access-logs"
  sse_algorithm                 = "AES256"
  access_log_source_bucket_arns = ["arn:aws:s3:::${var.bucket_prefix}-invoices"]

  lifecycle_rules = [{
    id              = "expire-access-logs"
    expiration_days = 365
  }]
}

module "invoices" {
  source = "../../"

  bucket_name = "${var.bucket_prefix}-invoices"
  kms_key_arn = module.key.key_arn

  access_logging = { target_bucket = module.access_logs.bucket_id }
  object_lock    = { mode = "GOVERNANCE", years = 10 }

  lifecycle_rules = [
    {
      id     = "archive"
      prefix = "issued/"
      transitions = [
        { days = 90, storage_class = "STANDARD_IA" },
        { days = 365, storage_class = "GLACIER_IR" },
      ]
    },
    {
      id                            = "trim-drafts"
      prefix                        = "drafts/"
      expiration_days               = 30
      noncurrent_version_expiration = { days = 7 }
    },
  ]

  additional_policy_json = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "DenyOtherAccounts"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::${var.bucket_prefix}-invoices", "arn:aws:s3:::${var.bucket_prefix}-invoices/*"]
      Condition = {
        StringNotEquals = { "aws:PrincipalAccount" = data.aws_caller_identity.current.account_id }
        Bool            = { "aws:PrincipalIsAWSService" = "false" }
      }
    }]
  })
}
