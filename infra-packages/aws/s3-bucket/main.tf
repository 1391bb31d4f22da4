locals {
  uses_kms_key = var.sse_algorithm != "AES256" && var.kms_key_arn != null
}

resource "aws_s3_bucket" "this" {
  #checkov:skip=CKV_AWS_18:Access logging is access_logging; a bucket that receives logs has none itself.
  #checkov:skip=CKV_AWS_144:Replication needs a second bucket in another Region, which the caller owns.
  #checkov:skip=CKV_AWS_145:SSE-KMS is the default; targets of access logs must use AES256.
  #checkov:skip=CKV2_AWS_62:Whether anyone wants events is known to the caller only.
  bucket              = var.bucket_name
  force_destroy       = var.force_destroy
  object_lock_enabled = var.object_lock != null

  tags = var.tags

  lifecycle {
    precondition {
      condition     = var.kms_key_arn == null || var.sse_algorithm != "AES256"
      error_message = "kms_key_arn is given, but sse_algorithm AES256 does not use a KMS key."
    }

    precondition {
      condition     = var.object_lock == null || var.versioning_enabled
      error_message = "Object Lock needs versioning_enabled = true."
    }

    precondition {
      condition     = try(var.access_logging.target_bucket, null) != var.bucket_name
      error_message = "A bucket must not log its own accesses to itself: each delivered log would cause another."
    }

    # https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
    precondition {
      condition     = length(var.access_log_source_bucket_arns) == 0 || (var.sse_algorithm == "AES256" && var.upload_encryption_policy != "require" && var.object_lock == null)
      error_message = "A target of server access logs needs sse_algorithm AES256, an upload_encryption_policy other than require, and no Object Lock."
    }
  }
}

resource "aws_s3_bucket_public_access_block" "this" {
  bucket = aws_s3_bucket.this.id

  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "this" {
  bucket = aws_s3_bucket.this.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "this" {
  bucket = aws_s3_bucket.this.id

  rule {
    # S3 has no bucket keys for aws:kms:dsse, and AES256 has no use for one.
    bucket_key_enabled = var.bucket_key_enabled && var.sse_algorithm == "aws:kms"

    apply_server_side_encryption_by_default {
      sse_algorithm     = var.sse_algorithm
      kms_master_key_id = var.kms_key_arn
    }
  }
}

resource "aws_s3_bucket_versioning" "this" {
  bucket = aws_s3_bucket.this.id

  versioning_configuration {
    status = var.versioning_enabled ? "Enabled" : "Suspended"
  }
}

resource "aws_s3_bucket_object_lock_configuration" "this" {
  count = var.object_lock == null ? 0 : 1

  bucket = aws_s3_bucket.this.id

  rule {
    default_retention {
      mode  = var.object_lock.mode
      days  = var.object_lock.days
      years = var.object_lock.years
    }
  }

  depends_on = [aws_s3_bucket_versioning.this]
}

resource "aws_s3_bucket_logging" "this" {
  count = var.access_logging == null ? 0 : 1

  bucket        = aws_s3_bucket.this.id
  target_bucket = var.access_logging.target_bucket
  target_prefix = coalesce(var.access_logging.target_prefix, "${var.bucket_name}/")

  target_object_key_format {
    dynamic "partitioned_prefix" {
      for_each = var.access_logging.partition_by_event_time ? [1] : []

      content {
        partition_date_source = "EventTime"
      }
    }

    dynamic "simple_prefix" {
      for_each = var.access_logging.partition_by_event_time ? [] : [1]

      content {}
    }
  }
}
