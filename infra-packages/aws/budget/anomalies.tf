locals {
  # Cost Explorer sends single anomalies to topics only, and summaries to e-mail addresses only.
  anomaly_subscriptions = var.anomaly_monitor == null ? {} : merge(
    var.sns_topic == null ? {} : { IMMEDIATE = [{ type = "SNS", address = var.sns_topic.arn }] },
    length(var.email_addresses) == 0 ? {} : { DAILY = [for address in var.email_addresses : { type = "EMAIL", address = address }] },
  )
}

resource "aws_ce_anomaly_monitor" "this" {
  count = var.anomaly_monitor == null ? 0 : 1

  name              = var.name
  monitor_type      = "DIMENSIONAL"
  monitor_dimension = "SERVICE"

  tags = var.tags
}

resource "aws_ce_anomaly_subscription" "this" {
  for_each = local.anomaly_subscriptions

  name             = "${var.name}-${lower(each.key)}"
  frequency        = each.key
  monitor_arn_list = aws_ce_anomaly_monitor.this[*].arn

  threshold_expression {
    dimension {
      key           = "ANOMALY_TOTAL_IMPACT_ABSOLUTE"
      match_options = ["GREATER_THAN_OR_EQUAL"]
      values        = [tostring(var.anomaly_monitor.minimum_impact)]
    }
  }

  dynamic "subscriber" {
    for_each = each.value

    content {
      type    = subscriber.value.type
      address = subscriber.value.address
    }
  }

  tags = var.tags
}
