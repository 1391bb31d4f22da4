data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

data "aws_region" "current" {}

locals {
  account_id     = data.aws_caller_identity.current.account_id
  region         = data.aws_region.current.id
  log_group_name = "/services/${var.name}"
}

module "key" {
  source = "../kms-key"

  # The role of the service uses the key by its policy, which names it.
  description = "Data and logs of the service ${var.name}"
  aliases     = ["services/${var.name}"]

  service_principals = {
    CloudWatchLogs = {
      service = "logs.${local.region}.amazonaws.com"
      encryption_context = {
        "aws:logs:arn" = ["arn:${data.aws_partition.current.partition}:logs:${local.region}:${local.account_id}:log-group:${local.log_group_name}"]
      }
    }
  }

  tags = var.tags
}

module "bucket" {
  source = "../s3-bucket"
  count  = var.bucket == null ? 0 : 1

  bucket_name     = var.bucket.name
  kms_key_arn     = module.key.key_arn
  force_destroy   = !var.protect_data
  access_logging  = var.bucket.access_log_bucket == null ? null : { target_bucket = var.bucket.access_log_bucket }
  lifecycle_rules = var.bucket.lifecycle_rules
  tags            = var.tags
}

module "table" {
  source = "../dynamodb-table"
  count  = var.table == null ? 0 : 1

  name                        = var.name
  hash_key                    = var.table.hash_key
  range_key                   = var.table.range_key
  ttl_attribute               = var.table.ttl_attribute
  kms_key_arn                 = module.key.key_arn
  deletion_protection_enabled = var.protect_data
  tags                        = var.tags
}

module "queue" {
  source = "../sqs-queue"
  count  = var.queue == null ? 0 : 1

  name                       = var.name
  kms_key_arn                = module.key.key_arn
  visibility_timeout_seconds = var.queue.visibility_timeout_seconds
  dead_letter_queue          = { max_receive_count = var.queue.max_receive_count }
  tags                       = var.tags
}
