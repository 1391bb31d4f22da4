provider "aws" {
  region = var.region
}

data "aws_caller_identity" "current" {}

module "key" {
  source = "../../../kms-key"

  description = "Logs and notifications of the order service"
  aliases     = ["orders-monitoring"]

  service_principals = {
    CloudWatchLogs = {
      service = "logs.${var.region}.amazonaws.com"
      encryption_context = {
        "aws:logs:arn" = ["arn:aws:logs:${var.region}:${data.aws_caller_identity.current.account_id}:log-group:/orders/*"]
      }
    }
    # Alarms are published to an encrypted topic by CloudWatch itself.
    CloudWatchAlarms = {
      service = "cloudwatch.amazonaws.com"
    }
  }
}

resource "aws_sns_topic" "on_call" {
  name              = "orders-on-call"
  kms_master_key_id = module.key.key_id
}

module "alarms" {
  source = "../../"

  name             = "orders"
  kms_key_arn      = module.key.key_arn
  metric_namespace = "Shop/Orders"
  alarm_topic_arns = [aws_sns_topic.on_call.arn]
  ok_topic_arns    = [aws_sns_topic.on_call.arn]

  log_groups = {
    "/orders/api"   = {}
    "/orders/audit" = { retention_in_days = 3653, keep_on_destroy = true }
  }

  metric_filters = {
    errors = {
      log_group_name = "/orders/api"
      pattern        = "{ $.level = \"ERROR\" }"
    }
    requests = {
      log_group_name = "/orders/api"
      pattern        = "{ $.event = \"request\" }"
    }
    duration = {
      log_group_name = "/orders/api"
      pattern        = "{ $.duration = * }"
      value          = "$.duration"
      unit           = "Milliseconds"
      dimensions     = { Operation = "$.operation" }
    }
  }

  metric_alarms = {
    error-rate = {
      description         = "More than one request in a hundred fails. See the runbook, section errors."
      threshold           = 1
      evaluation_periods  = 5
      datapoints_to_alarm = 3
      treat_missing_data  = "notBreaching"
      metric_queries = {
        rate     = { expression = "100 * errors / requests", label = "Error rate (%)", return_data = true }
        errors   = { metric = { namespace = "Shop/Orders", metric_name = "errors" } }
        requests = { metric = { namespace = "Shop/Orders", metric_name = "requests" } }
      }
    }
    slow-checkout = {
      description        = "One checkout in a hundred takes longer than two seconds."
      namespace          = "Shop/Orders"
      metric_name        = "duration"
      dimensions         = { Operation = "checkout" }
      statistic          = "p99"
      threshold          = 2000
      evaluation_periods = 5
    }
    no-requests = {
      description         = "Nobody has ordered anything for a quarter of an hour."
      metric_filter       = "requests"
      comparison_operator = "LessThanThreshold"
      threshold           = 1
      period              = 300
      evaluation_periods  = 3
      treat_missing_data  = "breaching"
    }
  }

  composite_alarms = {
    outage = {
      description = "Customers cannot order."
      any_of      = ["error-rate", "no-requests"]
    }
  }

  tags = { team = "payments" }
}
