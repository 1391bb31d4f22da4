provider "aws" {
  region = var.region
}

provider "aws" {
  alias  = "replica"
  region = var.replica_region
}

# Objects are read and written by whoever the account's IAM policies let use both a bucket and its key.
module "key" {
  source = "../../../kms-key"

  description = "Invoices at rest"
  aliases     = ["invoices"]
}

module "replica_key" {
  source = "../../../kms-key"

  providers = {
    aws = aws.replica
  }

  description = "Replicas of invoices at rest"
  aliases     = ["invoices"]
}

module "invoices" {
  source = "../../"

  providers = {
    aws         = aws
    aws.replica = aws.replica
  }

  bucket_name         = var.bucket_name
  replica_bucket_name = "${var.bucket_name}-${var.replica_region}"

  kms_keys = {
    source_arn  = module.key.key_arn
    replica_arn = module.replica_key.key_arn
  }

  replica_storage_class              = "STANDARD_IA"
  replicate_delete_markers           = true
  replication_time_control           = true
  noncurrent_version_expiration_days = 90

  tags = { product = "invoices" }
}
