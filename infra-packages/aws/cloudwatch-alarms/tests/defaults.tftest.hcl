mock_provider "aws" {
  source = "../mock-defaults"
}

variables {
  name = "orders"
}

run "nothing_is_created_without_being_asked_for" {
  command = plan

  assert {
    condition     = length(aws_cloudwatch_log_group.this) + length(aws_cloudwatch_log_metric_filter.this) + length(aws_cloudwatch_metric_alarm.this) + length(aws_cloudwatch_composite_alarm.this) == 0
    error_message = "Without entries there must be no log groups, metric filters or alarms."
  }

  assert {
    condition     = length(aws_cloudwatch_dashboard.this) == 0
    error_message = "A dashboard without alarms would be empty and must not be created."
  }

  assert {
    condition     = output.dashboard_arn == null && output.dashboard_name == null
    error_message = "Without a dashboard the outputs must say so."
  }
}

run "log_group_keeps_events_for_a_year" {
  command = plan

  variables {
    log_groups = { "/orders/api" = {} }
  }

  assert {
    condition     = aws_cloudwatch_log_group.this["/orders/api"].name == "/orders/api" && aws_cloudwatch_log_group.this["/orders/api"].retention_in_days == 365
    error_message = "The default retention must be a year."
  }

  assert {
    condition     = aws_cloudwatch_log_group.this["/orders/api"].kms_key_id == null && !aws_cloudwatch_log_group.this["/orders/api"].skip_destroy
    error_message = "The default log group must use the key of CloudWatch Logs, and go with the module."
  }
}

run "alarm_is_raised_by_one_bad_minute" {
  command = plan

  variables {
    metric_alarms = {
      throttles = { description = "Calls are throttled.", namespace = "AWS/Lambda", metric_name = "Throttles", threshold = 0 }
    }
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.this["throttles"].alarm_name == "orders-throttles" && aws_cloudwatch_metric_alarm.this["throttles"].alarm_description == "Calls are throttled."
    error_message = "The alarm must be named after what is watched, and say what it means."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.this["throttles"].namespace == "AWS/Lambda" && aws_cloudwatch_metric_alarm.this["throttles"].metric_name == "Throttles"
    error_message = "The alarm must watch the given metric."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.this["throttles"].comparison_operator == "GreaterThanThreshold" && aws_cloudwatch_metric_alarm.this["throttles"].threshold == 0
    error_message = "The default alarm must be raised above the threshold."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.this["throttles"].statistic == "Sum" && aws_cloudwatch_metric_alarm.this["throttles"].extended_statistic == null && aws_cloudwatch_metric_alarm.this["throttles"].period == 60
    error_message = "The default alarm must watch the sum of a minute."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.this["throttles"].evaluation_periods == 1 && aws_cloudwatch_metric_alarm.this["throttles"].datapoints_to_alarm == null && aws_cloudwatch_metric_alarm.this["throttles"].treat_missing_data == "missing"
    error_message = "The default alarm must look at one period, and treat missing data as missing."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.this["throttles"].actions_enabled && length(aws_cloudwatch_metric_alarm.this["throttles"].metric_query) == 0
    error_message = "The default alarm must notify, and watch a metric rather than a calculation."
  }
}

run "outputs_describe_what_was_created" {
  variables {
    log_groups     = { "/orders/api" = {} }
    metric_filters = { errors = { log_group_name = "/orders/api", pattern = "ERROR" } }
    metric_alarms  = { errors = { description = "Requests fail.", metric_filter = "errors", threshold = 0 } }
    composite_alarms = {
      outage = { description = "Orders cannot be placed.", any_of = ["errors"] }
    }
  }

  assert {
    condition     = output.log_group_arns == { "/orders/api" = aws_cloudwatch_log_group.this["/orders/api"].arn } && output.log_group_names == { "/orders/api" = "/orders/api" }
    error_message = "Log groups must be found by the names that were given."
  }

  assert {
    condition     = output.filter_metrics == { errors = { namespace = "orders", metric_name = "errors" } }
    error_message = "The output must name the metric that the filter counts."
  }

  assert {
    condition     = output.metric_alarm_arns == { errors = aws_cloudwatch_metric_alarm.this["errors"].arn } && output.metric_alarm_names == { errors = "orders-errors" }
    error_message = "Metric alarms must be found by the keys that were given."
  }

  assert {
    condition     = output.composite_alarm_arns == { outage = aws_cloudwatch_composite_alarm.this["outage"].arn }
    error_message = "Composite alarms must be found by the keys that were given."
  }

  assert {
    condition     = output.dashboard_arn == aws_cloudwatch_dashboard.this[0].dashboard_arn && output.dashboard_name == "orders"
    error_message = "The outputs must be those of the dashboard."
  }
}
