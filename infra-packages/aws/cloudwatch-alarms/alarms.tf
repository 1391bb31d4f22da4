locals {
  simple_statistics = ["Average", "Maximum", "Minimum", "SampleCount", "Sum"]
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = var.metric_alarms

  alarm_name        = "${var.name}-${each.key}"
  alarm_description = each.value.description
  actions_enabled   = each.value.actions_enabled

  comparison_operator                   = each.value.comparison_operator
  threshold                             = each.value.threshold
  evaluation_periods                    = each.value.evaluation_periods
  datapoints_to_alarm                   = each.value.datapoints_to_alarm
  treat_missing_data                    = each.value.treat_missing_data
  evaluate_low_sample_count_percentiles = each.value.evaluate_low_sample_count_percentiles

  namespace          = each.value.metric_filter == null ? each.value.namespace : local.filter_metrics[each.value.metric_filter].namespace
  metric_name        = each.value.metric_filter == null ? each.value.metric_name : local.filter_metrics[each.value.metric_filter].metric_name
  dimensions         = each.value.metric_queries == null ? each.value.dimensions : null
  unit               = each.value.metric_queries == null ? each.value.unit : null
  period             = each.value.metric_queries == null ? each.value.period : null
  statistic          = each.value.metric_queries == null && contains(local.simple_statistics, each.value.statistic) ? each.value.statistic : null
  extended_statistic = each.value.metric_queries == null && !contains(local.simple_statistics, each.value.statistic) ? each.value.statistic : null

  dynamic "metric_query" {
    for_each = each.value.metric_queries == null ? {} : each.value.metric_queries

    content {
      id          = metric_query.key
      label       = metric_query.value.label
      expression  = metric_query.value.expression
      period      = metric_query.value.expression == null ? null : metric_query.value.period
      return_data = metric_query.value.return_data

      dynamic "metric" {
        for_each = metric_query.value.metric == null ? [] : [metric_query.value.metric]

        content {
          namespace   = metric.value.namespace
          metric_name = metric.value.metric_name
          dimensions  = metric.value.dimensions
          unit        = metric.value.unit
          stat        = metric.value.statistic
          period      = metric_query.value.period
        }
      }
    }
  }

  alarm_actions             = each.value.alarm_topic_arns == null ? var.alarm_topic_arns : each.value.alarm_topic_arns
  ok_actions                = each.value.ok_topic_arns == null ? var.ok_topic_arns : each.value.ok_topic_arns
  insufficient_data_actions = each.value.insufficient_data_topic_arns == null ? var.insufficient_data_topic_arns : each.value.insufficient_data_topic_arns

  tags = var.tags

  lifecycle {
    precondition {
      condition     = each.value.metric_filter == null || try(contains(keys(var.metric_filters), each.value.metric_filter), false)
      error_message = "The alarm ${each.key} names a metric filter that metric_filters does not have."
    }
  }
}

resource "aws_cloudwatch_composite_alarm" "this" {
  for_each = var.composite_alarms

  alarm_name        = "${var.name}-${each.key}"
  alarm_description = each.value.description
  actions_enabled   = each.value.actions_enabled

  alarm_rule = each.value.rule == null ? join(each.value.all_of == null ? " OR " : " AND ", [
    for name in(each.value.all_of == null ? each.value.any_of : each.value.all_of) : "ALARM(\"${aws_cloudwatch_metric_alarm.this[name].alarm_name}\")"
  ]) : each.value.rule

  alarm_actions             = each.value.alarm_topic_arns == null ? var.alarm_topic_arns : each.value.alarm_topic_arns
  ok_actions                = each.value.ok_topic_arns == null ? var.ok_topic_arns : each.value.ok_topic_arns
  insufficient_data_actions = each.value.insufficient_data_topic_arns == null ? var.insufficient_data_topic_arns : each.value.insufficient_data_topic_arns

  tags = var.tags

  # A rule in words may name any metric alarm of this module.
  depends_on = [aws_cloudwatch_metric_alarm.this]

  lifecycle {
    precondition {
      condition     = !contains(keys(var.metric_alarms), each.key)
      error_message = "The composite alarm ${each.key} has the name of a metric alarm."
    }

    precondition {
      condition     = length(setsubtract(concat(coalesce(each.value.any_of, []), coalesce(each.value.all_of, [])), keys(var.metric_alarms))) == 0
      error_message = "The composite alarm ${each.key} names an alarm that metric_alarms does not have."
    }
  }
}
