locals {
  replica_bucket_name = coalesce(var.replica_bucket_name, "${var.bucket_name}-replica")
  uses_kms_keys       = var.kms_keys != null
}

module "source" {
  source = "../s3-bucket"

  bucket_name     = var.bucket_name
  force_destroy   = var.force_destroy
  sse_algorithm   = local.uses_kms_keys ? "aws:kms" : "AES256"
  kms_key_arn     = try(var.kms_keys.source_arn, null)
  lifecycle_rules = local.lifecycle_rules
  tags            = var.tags
}

module "replica" {
  source = "../s3-bucket"

  providers = {
    aws = aws.replica
  }

  bucket_name     = local.replica_bucket_name
  force_destroy   = var.force_destroy
  sse_algorithm   = local.uses_kms_keys ? "aws:kms" : "AES256"
  kms_key_arn     = try(var.kms_keys.replica_arn, null)
  lifecycle_rules = local.lifecycle_rules
  tags            = var.tags
}

locals {
  lifecycle_rules = var.noncurrent_version_expiration_days == null ? [] : [{
    id                            = "expire-noncurrent-versions"
    noncurrent_version_expiration = { days = var.noncurrent_version_expiration_days }
  }]
}

resource "aws_s3_bucket_replication_configuration" "this" {
  bucket = module.source.bucket_id
  role   = aws_iam_role.replication.arn

  rule {
    id       = "all-objects"
    status   = "Enabled"
    priority = 0

    filter {
      prefix = ""
    }

    delete_marker_replication {
      status = var.replicate_delete_markers ? "Enabled" : "Disabled"
    }

    dynamic "source_selection_criteria" {
      for_each = local.uses_kms_keys ? [1] : []

      content {
        sse_kms_encrypted_objects {
          status = "Enabled"
        }
      }
    }

    destination {
      bucket        = module.replica.bucket_arn
      storage_class = var.replica_storage_class

      dynamic "encryption_configuration" {
        for_each = local.uses_kms_keys ? [var.kms_keys.replica_arn] : []

        content {
          replica_kms_key_id = encryption_configuration.value
        }
      }

      dynamic "replication_time" {
        for_each = var.replication_time_control ? [1] : []

        content {
          status = "Enabled"

          time {
            minutes = 15
          }
        }
      }

      # S3 demands metrics with replication time control, and 15 minutes is the only time there is.
      dynamic "metrics" {
        for_each = var.replication_time_control ? [1] : []

        content {
          status = "Enabled"

          event_threshold {
            minutes = 15
          }
        }
      }
    }
  }

  # S3 refuses to replicate until both buckets keep versions.
  depends_on = [module.source, module.replica]
}
