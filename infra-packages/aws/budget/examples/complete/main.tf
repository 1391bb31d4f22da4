provider "aws" {
  region = var.region
}

data "aws_caller_identity" "current" {}

module "key" {
  source = "../../../kms-key"

  description = "Notifications of costs"
  aliases     = ["costs"]

  # Whoever publishes to the topic needs its key as well.
  service_principals = {
    Budgets    = { service = "budgets.amazonaws.com", actions = ["kms:Decrypt", "kms:GenerateDataKey*"] }
    CostAlerts = { service = "costalerts.amazonaws.com", actions = ["kms:Decrypt", "kms:GenerateDataKey*"] }
  }
}

resource "aws_sns_topic" "costs" {
  name              = "costs"
  kms_master_key_id = module.key.key_arn
}

data "aws_iam_policy_document" "costs" {
  statement {
    sid       = "AllowCostManagement"
    actions   = ["sns:Publish"]
    resources = [aws_sns_topic.costs.arn]

    principals {
      type        = "Service"
      identifiers = ["budgets.amazonaws.com", "costalerts.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.current.account_id]
    }
  }
}

resource "aws_sns_topic_policy" "costs" {
  arn    = aws_sns_topic.costs.arn
  policy = data.aws_iam_policy_document.costs.json
}

module "account_budget" {
  source = "../../"

  name            = "account"
  auto_adjust     = { periods = 6 }
  email_addresses = ["finance@example.com"]
  sns_topic       = { arn = aws_sns_topic.costs.arn }
  anomaly_monitor = { minimum_impact = 50 }

  depends_on = [aws_sns_topic_policy.costs]
}

module "payments_budget" {
  source = "../../"

  name            = "payments"
  limit_amount    = 2000
  email_addresses = ["payments@example.com"]
  filters         = { tags = { team = ["payments"] } }
}

module "transfer_budget" {
  source = "../../"

  name            = "transfer-to-the-internet"
  budget_type     = "USAGE"
  limit_amount    = 500
  limit_unit      = "GB"
  email_addresses = ["platform@example.com"]
  filters         = { usage_type_groups = ["S3: Data Transfer - Internet (Out)"] }
}
