data "aws_caller_identity" "current" {}

module "alerts_key" {
  source = "../../../infra-packages/aws/kms-key"

  description             = "Alerts of ${local.name}"
  aliases                 = ["${local.name}-alerts"]
  deletion_window_in_days = var.protected ? 30 : 7

  # Whoever publishes to the topic needs its key as well.
  service_principals = {
    CloudWatch = { service = "cloudwatch.amazonaws.com", actions = ["kms:Decrypt", "kms:GenerateDataKey*"] }
    Budgets    = { service = "budgets.amazonaws.com", actions = ["kms:Decrypt", "kms:GenerateDataKey*"] }
  }
}

resource "aws_sns_topic" "alerts" {
  name              = "${local.name}-alerts"
  kms_master_key_id = module.alerts_key.key_arn
}

resource "aws_sns_topic_policy" "alerts" {
  arn = aws_sns_topic.alerts.arn

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "AllowAlerts"
      Effect    = "Allow"
      Principal = { Service = ["budgets.amazonaws.com", "cloudwatch.amazonaws.com"] }
      Action    = "sns:Publish"
      Resource  = aws_sns_topic.alerts.arn
      Condition = { StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.current.account_id } }
    }]
  })
}

resource "aws_sns_topic_subscription" "alerts" {
  for_each = var.alert_email_addresses

  topic_arn = aws_sns_topic.alerts.arn
  protocol  = "email"
  endpoint  = each.value
}

module "budget" {
  source = "../../../infra-packages/aws/budget"

  name         = local.name
  limit_amount = var.monthly_budget
  sns_topic    = { arn = aws_sns_topic.alerts.arn }
  filters      = { tags = { environment = [var.environment] } }

  depends_on = [aws_sns_topic_policy.alerts]
}
