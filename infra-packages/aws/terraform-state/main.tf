data "aws_partition" "current" {}

data "aws_region" "current" {}

locals {
  bucket_arn             = "arn:${data.aws_partition.current.partition}:s3:::${var.bucket_name}"
  access_log_bucket_name = var.access_log_bucket == null ? module.access_log_bucket[0].bucket_id : var.access_log_bucket.name
  kms_key_arn            = var.kms_key == null ? module.key[0].key_arn : var.kms_key.arn

  uses_lock_table = var.locking != "s3"
  lock_table_name = local.uses_lock_table ? coalesce(var.lock_table_name, "${var.bucket_name}-lock") : null

  state_lifecycle_rules = [
    {
      id = "expire-earlier-states"
      noncurrent_version_expiration = {
        days           = var.earlier_states.days
        newer_versions = var.earlier_states.newest
      }
    },
    {
      # Each lock file that is deleted leaves a marker.
      id                           = "remove-delete-markers"
      expired_object_delete_marker = true
    },
  ]

  access_log_lifecycle_rules = [{
    id                            = "expire-access-logs"
    expiration_days               = var.access_log_retention_days
    noncurrent_version_expiration = { days = 1 }
  }]
}

module "key" {
  source = "../kms-key"
  count  = var.kms_key == null ? 1 : 0

  description = "Terraform states in ${var.bucket_name}"
  tags        = var.tags
}

module "access_log_bucket" {
  source = "../s3-bucket"
  count  = var.access_log_bucket == null ? 1 : 0

  bucket_name                   = "${var.bucket_name}-access-logs"
  sse_algorithm                 = "AES256"
  access_log_source_bucket_arns = [local.bucket_arn]
  lifecycle_rules               = local.access_log_lifecycle_rules

  tags = var.tags
}

module "state_bucket" {
  source = "../s3-bucket"

  bucket_name     = var.bucket_name
  kms_key_arn     = local.kms_key_arn
  access_logging  = { target_bucket = local.access_log_bucket_name }
  lifecycle_rules = local.state_lifecycle_rules

  additional_policy_json = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "DenyBucketDeletion"
        Effect    = "Deny"
        Principal = { AWS = "*" }
        Action    = "s3:DeleteBucket"
        Resource  = local.bucket_arn
      },
      {
        # Lifecycle rules are not bound by it.
        Sid       = "DenyVersionDeletion"
        Effect    = "Deny"
        Principal = { AWS = "*" }
        Action    = "s3:DeleteObjectVersion"
        Resource  = "${local.bucket_arn}/*"
      },
    ]
  })

  tags = var.tags
}

# It stops the plan. Otherwise a destroy would schedule the deletion of the key and remove the bucket's policy before
# S3 refuses to delete a bucket that is not empty.
resource "terraform_data" "destroy_guard" {
  count = var.prevent_destroy ? 1 : 0

  input = var.bucket_name

  lifecycle {
    prevent_destroy = true
  }
}

resource "aws_dynamodb_table" "lock" {
  count = local.uses_lock_table ? 1 : 0

  name                        = local.lock_table_name
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "LockID"
  deletion_protection_enabled = var.prevent_destroy

  attribute {
    name = "LockID"
    type = "S"
  }

  server_side_encryption {
    enabled     = true
    kms_key_arn = local.kms_key_arn
  }

  point_in_time_recovery {
    enabled = true
  }

  tags = var.tags
}
