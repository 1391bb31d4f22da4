provider "aws" {
  region = var.region
}

data "aws_iam_policy_document" "assume_role" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "AWS"
      identifiers = [data.aws_caller_identity.current.account_id]
    }
  }
}

data "aws_caller_identity" "current" {}

resource "aws_iam_role" "network" {
  name               = "network-deployment"
  assume_role_policy = data.aws_iam_policy_document.assume_role.json
}

resource "aws_iam_role" "orders" {
  name               = "orders-deployment"
  assume_role_policy = data.aws_iam_policy_document.assume_role.json
}

module "key" {
  source = "../../../kms-key"

  description = "Terraform states"
  aliases     = ["terraform-states"]

  # Only these roles read states, whatever the IAM policies of the account say.
  delegate_access_to_iam = false
  users                  = [aws_iam_role.network.arn, aws_iam_role.orders.arn]
}

module "access_logs" {
  source = "../../../s3-bucket"

  bucket_name                   = "${var.bucket_name}-logs"
  sse_algorithm                 = "AES256"
  access_log_source_bucket_arns = ["arn:aws:s3:::${var.bucket_name}"]
}

module "state" {
  source = "../../"

  bucket_name       = var.bucket_name
  kms_key           = { arn = module.key.key_arn }
  access_log_bucket = { name = module.access_logs.bucket_id }

  # Some root modules still use a Terraform before 1.10.
  locking = "both"

  state_access = {
    network = {
      state_keys = ["network/*"]
      access     = "read-write"
      role_names = [aws_iam_role.network.name]
    }
    orders = {
      state_keys = ["orders/*"]
      access     = "read-write"
      role_names = [aws_iam_role.orders.name]
    }
    network-outputs = {
      state_keys = ["network/terraform.tfstate"]
      role_names = [aws_iam_role.orders.name]
    }
  }
}
