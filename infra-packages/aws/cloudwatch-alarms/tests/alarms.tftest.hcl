mock_provider "aws" {
  source = "../mock-defaults"
}

variables {
  name             = "orders"
  alarm_topic_arns = ["arn:aws:sns:eu-central-1:111122223333:on-call"]
  ok_topic_arns    = ["arn:aws:sns:eu-central-1:111122223333:chat"]
}

run "settings_are_passed_on" {
  command = plan

  variables {
    metric_alarms = {
      slow = {
        description                           = "Requests are slow."
        namespace                             = "AWS/ApplicationELB"
        metric_name                           = "TargetResponseTime"
        dimensions                            = { LoadBalancer = "app/orders/0123456789abcdef" }
        unit                                  = "Seconds"
        statistic                             = "p99"
        period                                = 300
        comparison_operator                   = "GreaterThanOrEqualToThreshold"
        threshold                             = 2
        evaluation_periods                    = 5
        datapoints_to_alarm                   = 3
        treat_missing_data                    = "notBreaching"
        evaluate_low_sample_count_percentiles = "ignore"
        actions_enabled                       = false
      }
    }
    tags = { team = "payments" }
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.this["slow"].dimensions == tomap({ LoadBalancer = "app/orders/0123456789abcdef" }) && aws_cloudwatch_metric_alarm.this["slow"].unit == "Seconds" && aws_cloudwatch_metric_alarm.this["slow"].period == 300
    error_message = "The alarm must watch the given values."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.this["slow"].extended_statistic == "p99" && aws_cloudwatch_metric_alarm.this["slow"].statistic == null
    error_message = "A percentile must be passed on as an extended statistic."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.this["slow"].comparison_operator == "GreaterThanOrEqualToThreshold" && aws_cloudwatch_metric_alarm.this["slow"].threshold == 2
    error_message = "The alarm must have the given threshold."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.this["slow"].evaluation_periods == 5 && aws_cloudwatch_metric_alarm.this["slow"].datapoints_to_alarm == 3
    error_message = "The alarm must be raised by three of five periods."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.this["slow"].treat_missing_data == "notBreaching" && aws_cloudwatch_metric_alarm.this["slow"].evaluate_low_sample_count_percentiles == "ignore"
    error_message = "Missing data must be treated as was given."
  }

  assert {
    condition     = !aws_cloudwatch_metric_alarm.this["slow"].actions_enabled && aws_cloudwatch_metric_alarm.this["slow"].tags == tomap({ team = "payments" })
    error_message = "The alarm must be silent and carry the given tags."
  }
}

run "alarm_watches_a_metric_filter" {
  command = plan

  variables {
    metric_namespace = "Shop"
    metric_filters   = { errors = { log_group_name = "/orders/api", pattern = "ERROR", metric_name = "Errors" } }
    metric_alarms    = { failures = { description = "Requests fail.", metric_filter = "errors", threshold = 0 } }
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.this["failures"].namespace == "Shop" && aws_cloudwatch_metric_alarm.this["failures"].metric_name == "Errors"
    error_message = "The alarm must watch the metric of the filter."
  }
}

run "alarm_watches_a_calculation" {
  command = plan

  variables {
    metric_alarms = {
      error-rate = {
        description = "More than one request in a hundred fails."
        threshold   = 1
        metric_queries = {
          rate     = { expression = "100 * errors / requests", label = "Error rate", return_data = true }
          errors   = { metric = { namespace = "AWS/ApplicationELB", metric_name = "HTTPCode_Target_5XX_Count", dimensions = { LoadBalancer = "app/orders/0123456789abcdef" } } }
          requests = { period = 300, metric = { namespace = "AWS/ApplicationELB", metric_name = "RequestCount", statistic = "SampleCount", unit = "Count" } }
        }
      }
    }
  }

  assert {
    condition = (
      aws_cloudwatch_metric_alarm.this["error-rate"].metric_name == null && aws_cloudwatch_metric_alarm.this["error-rate"].namespace == null && aws_cloudwatch_metric_alarm.this["error-rate"].period == null &&
      aws_cloudwatch_metric_alarm.this["error-rate"].statistic == null && aws_cloudwatch_metric_alarm.this["error-rate"].extended_statistic == null
    )
    error_message = "An alarm on a calculation must not name a metric of its own."
  }

  assert {
    condition     = { for q in aws_cloudwatch_metric_alarm.this["error-rate"].metric_query : q.id => q }.rate.expression == "100 * errors / requests" && { for q in aws_cloudwatch_metric_alarm.this["error-rate"].metric_query : q.id => q }.rate.label == "Error rate"
    error_message = "The expression must be passed on with its label."
  }

  assert {
    condition     = [for q in aws_cloudwatch_metric_alarm.this["error-rate"].metric_query : q.id if q.return_data] == ["rate"]
    error_message = "The alarm must watch the expression."
  }

  assert {
    condition = (
      { for q in aws_cloudwatch_metric_alarm.this["error-rate"].metric_query : q.id => q }.errors.metric[0].metric_name == "HTTPCode_Target_5XX_Count" &&
      { for q in aws_cloudwatch_metric_alarm.this["error-rate"].metric_query : q.id => q }.errors.metric[0].dimensions == tomap({ LoadBalancer = "app/orders/0123456789abcdef" })
    )
    error_message = "A metric must be passed on with its dimensions."
  }

  assert {
    condition = (
      { for q in aws_cloudwatch_metric_alarm.this["error-rate"].metric_query : q.id => q }.errors.metric[0].period == 60 &&
      { for q in aws_cloudwatch_metric_alarm.this["error-rate"].metric_query : q.id => q }.errors.metric[0].stat == "Sum"
    )
    error_message = "A metric must be summed over a minute when nothing else is said."
  }

  assert {
    condition = (
      { for q in aws_cloudwatch_metric_alarm.this["error-rate"].metric_query : q.id => q }.requests.metric[0].period == 300 &&
      { for q in aws_cloudwatch_metric_alarm.this["error-rate"].metric_query : q.id => q }.requests.metric[0].stat == "SampleCount" &&
      { for q in aws_cloudwatch_metric_alarm.this["error-rate"].metric_query : q.id => q }.requests.metric[0].unit == "Count"
    )
    error_message = "Period, statistic and unit of a metric must be those given."
  }
}

run "topics_are_those_of_the_module_or_of_the_alarm" {
  command = plan

  variables {
    insufficient_data_topic_arns = ["arn:aws:sns:eu-central-1:111122223333:platform"]
    metric_alarms = {
      errors = { description = "Requests fail.", namespace = "Shop", metric_name = "Errors", threshold = 0 }
      costs = {
        description                  = "Requests are many.", namespace = "Shop", metric_name = "Requests", threshold = 1000
        alarm_topic_arns             = ["arn:aws:sns:eu-central-1:111122223333:finance"]
        ok_topic_arns                = []
        insufficient_data_topic_arns = []
      }
    }
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.this["errors"].alarm_actions == toset(["arn:aws:sns:eu-central-1:111122223333:on-call"]) && aws_cloudwatch_metric_alarm.this["errors"].ok_actions == toset(["arn:aws:sns:eu-central-1:111122223333:chat"])
    error_message = "The topics of the module must be notified."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.this["errors"].insufficient_data_actions == toset(["arn:aws:sns:eu-central-1:111122223333:platform"])
    error_message = "The topics of the module must be notified of missing data."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.this["costs"].alarm_actions == toset(["arn:aws:sns:eu-central-1:111122223333:finance"])
    error_message = "A topic of the alarm must take the place of the module's."
  }

  assert {
    condition     = length(aws_cloudwatch_metric_alarm.this["costs"].ok_actions) == 0 && length(aws_cloudwatch_metric_alarm.this["costs"].insufficient_data_actions) == 0
    error_message = "An empty list must silence the alarm."
  }
}

run "composite_alarms_join_metric_alarms" {
  command = plan

  variables {
    insufficient_data_topic_arns = ["arn:aws:sns:eu-central-1:111122223333:platform"]
    metric_alarms = {
      errors = { description = "Requests fail.", namespace = "Shop", metric_name = "Errors", threshold = 0 }
      slow   = { description = "Requests are slow.", namespace = "Shop", metric_name = "Duration", threshold = 2, statistic = "p99" }
    }
    composite_alarms = {
      outage = { description = "Orders cannot be placed.", any_of = ["errors", "slow"] }
      overload = {
        description                  = "The service is overloaded."
        all_of                       = ["errors", "slow"]
        alarm_topic_arns             = ["arn:aws:sns:eu-central-1:111122223333:capacity"]
        ok_topic_arns                = []
        insufficient_data_topic_arns = []
        actions_enabled              = false
      }
      deployment = { description = "A deployment failed.", rule = "ALARM(\"orders-errors\") AND NOT ALARM(\"maintenance\")" }
    }
    tags = { team = "payments" }
  }

  assert {
    condition     = aws_cloudwatch_composite_alarm.this["outage"].alarm_name == "orders-outage" && aws_cloudwatch_composite_alarm.this["outage"].alarm_description == "Orders cannot be placed."
    error_message = "The alarm must be named after what is watched, and say what it means."
  }

  assert {
    condition     = aws_cloudwatch_composite_alarm.this["outage"].alarm_rule == "ALARM(\"orders-errors\") OR ALARM(\"orders-slow\")" && aws_cloudwatch_composite_alarm.this["overload"].alarm_rule == "ALARM(\"orders-errors\") AND ALARM(\"orders-slow\")"
    error_message = "The rules must name the metric alarms in full."
  }

  assert {
    condition     = aws_cloudwatch_composite_alarm.this["deployment"].alarm_rule == "ALARM(\"orders-errors\") AND NOT ALARM(\"maintenance\")"
    error_message = "A rule in CloudWatch's own words must be kept."
  }

  assert {
    condition = (
      aws_cloudwatch_composite_alarm.this["outage"].alarm_actions == toset(["arn:aws:sns:eu-central-1:111122223333:on-call"]) &&
      aws_cloudwatch_composite_alarm.this["outage"].ok_actions == toset(["arn:aws:sns:eu-central-1:111122223333:chat"]) &&
      aws_cloudwatch_composite_alarm.this["outage"].insufficient_data_actions == toset(["arn:aws:sns:eu-central-1:111122223333:platform"])
    )
    error_message = "The topics of the module must be notified."
  }

  assert {
    condition = (
      aws_cloudwatch_composite_alarm.this["overload"].alarm_actions == toset(["arn:aws:sns:eu-central-1:111122223333:capacity"]) &&
      length(aws_cloudwatch_composite_alarm.this["overload"].ok_actions) + length(aws_cloudwatch_composite_alarm.this["overload"].insufficient_data_actions) == 0
    )
    error_message = "The topics of the alarm must take the place of the module's."
  }

  assert {
    condition     = aws_cloudwatch_composite_alarm.this["outage"].actions_enabled && !aws_cloudwatch_composite_alarm.this["overload"].actions_enabled && aws_cloudwatch_composite_alarm.this["outage"].tags == tomap({ team = "payments" })
    error_message = "Only the alarm that is to be silent must be, and each must carry the given tags."
  }
}
