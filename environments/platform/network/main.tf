data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

data "aws_region" "current" {}

locals {
  name = "example-${var.environment}"
}

module "flow_logs_key" {
  source = "../../../infra-packages/aws/kms-key"

  description = "Flow logs of ${local.name}"
  aliases     = ["${local.name}-flow-logs"]

  # CloudWatch Logs alone uses this key.
  delegate_access_to_iam  = false
  deletion_window_in_days = var.protected ? 30 : 7

  service_principals = {
    CloudWatchLogs = {
      service = "logs.${data.aws_region.current.id}.amazonaws.com"
      encryption_context = {
        "aws:logs:arn" = ["arn:${data.aws_partition.current.partition}:logs:${data.aws_region.current.id}:${data.aws_caller_identity.current.account_id}:log-group:/aws/vpc-flow-logs/${local.name}"]
      }
    }
  }
}

module "vpc" {
  source = "../../../infra-packages/aws/vpc"

  name                    = local.name
  cidr_block              = var.cidr_block
  availability_zone_count = var.availability_zone_count
  nat_gateway_mode        = var.nat_gateway_mode

  flow_logs = {
    kms_key_arn       = module.flow_logs_key.key_arn
    retention_in_days = var.flow_log_retention_in_days
  }
}

# `prevent_destroy` cannot depend on a variable, but whether this is there can. It stops the plan of a destroy.
resource "terraform_data" "destroy_guard" {
  count = var.protected ? 1 : 0

  input = var.environment

  lifecycle {
    prevent_destroy = true
  }
}
