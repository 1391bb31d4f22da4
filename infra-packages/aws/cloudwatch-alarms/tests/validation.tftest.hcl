mock_provider "aws" {
  source = "../mock-defaults"
}

variables {
  name = "orders"
}

run "name_with_spaces" {
  command = plan

  variables {
    name = "order service"
  }

  expect_failures = [var.name]
}

run "log_group_name_with_spaces" {
  command = plan

  variables {
    log_groups = { "orders api" = {} }
  }

  expect_failures = [var.log_groups]
}

run "retention_that_does_not_exist" {
  command = plan

  variables {
    log_groups = { "/orders/api" = { retention_in_days = 31 } }
  }

  expect_failures = [var.log_groups]
}

run "kms_key_must_not_be_an_alias" {
  command = plan

  variables {
    kms_key_arn = "arn:aws:kms:eu-central-1:111122223333:alias/logs"
  }

  expect_failures = [var.kms_key_arn]
}

run "namespace_reserved_by_aws" {
  command = plan

  variables {
    metric_namespace = "AWS/Orders"
  }

  expect_failures = [var.metric_namespace]
}

run "namespace_with_spaces" {
  command = plan

  variables {
    metric_namespace = "Order service"
  }

  expect_failures = [var.metric_namespace]
}

run "filter_name_with_spaces" {
  command = plan

  variables {
    metric_filters = { "all errors" = { log_group_name = "/orders/api", pattern = "ERROR" } }
  }

  expect_failures = [var.metric_filters]
}

run "filter_with_too_many_dimensions" {
  command = plan

  variables {
    metric_filters = { errors = { log_group_name = "/orders/api", pattern = "ERROR", dimensions = { A = "$.a", B = "$.b", C = "$.c", D = "$.d" } } }
  }

  expect_failures = [var.metric_filters]
}

run "filter_dimension_must_be_a_field" {
  command = plan

  variables {
    metric_filters = { errors = { log_group_name = "/orders/api", pattern = "ERROR", dimensions = { Stage = "production" } } }
  }

  expect_failures = [var.metric_filters]
}

run "alarm_name_with_spaces" {
  command = plan

  variables {
    metric_alarms = { "all errors" = { description = "Requests fail.", threshold = 0, namespace = "Shop", metric_name = "Errors" } }
  }

  expect_failures = [var.metric_alarms]
}

run "alarm_without_description" {
  command = plan

  variables {
    metric_alarms = { errors = { description = " ", threshold = 0, namespace = "Shop", metric_name = "Errors" } }
  }

  expect_failures = [var.metric_alarms]
}

run "alarm_on_nothing" {
  command = plan

  variables {
    metric_alarms = { errors = { description = "Requests fail.", threshold = 0 } }
  }

  expect_failures = [var.metric_alarms]
}

run "alarm_on_two_things" {
  command = plan

  variables {
    metric_alarms = { errors = { description = "Requests fail.", threshold = 0, namespace = "Shop", metric_name = "Errors", metric_filter = "errors" } }
  }

  expect_failures = [var.metric_alarms]
}

run "alarm_without_namespace" {
  command = plan

  variables {
    metric_alarms = { errors = { description = "Requests fail.", threshold = 0, metric_name = "Errors" } }
  }

  expect_failures = [var.metric_alarms]
}

run "query_id_with_uppercase" {
  command = plan

  variables {
    metric_alarms = { errors = { description = "Requests fail.", threshold = 0, metric_queries = { Errors = { return_data = true, metric = { namespace = "Shop", metric_name = "Errors" } } } } }
  }

  expect_failures = [var.metric_alarms]
}

run "query_without_metric" {
  command = plan

  variables {
    metric_alarms = { errors = { description = "Requests fail.", threshold = 0, metric_queries = { errors = { return_data = true } } } }
  }

  expect_failures = [var.metric_alarms]
}

run "calculation_without_result" {
  command = plan

  variables {
    metric_alarms = { errors = { description = "Requests fail.", threshold = 0, metric_queries = { errors = { metric = { namespace = "Shop", metric_name = "Errors" } } } } }
  }

  expect_failures = [var.metric_alarms]
}

run "unknown_comparison_operator" {
  command = plan

  variables {
    metric_alarms = { errors = { description = "Requests fail.", threshold = 0, namespace = "Shop", metric_name = "Errors", comparison_operator = "GreaterThan" } }
  }

  expect_failures = [var.metric_alarms]
}

run "unknown_statistic" {
  command = plan

  variables {
    metric_alarms = { errors = { description = "Requests fail.", threshold = 0, namespace = "Shop", metric_name = "Errors", statistic = "Median" } }
  }

  expect_failures = [var.metric_alarms]
}

run "unknown_statistic_of_a_query" {
  command = plan

  variables {
    metric_alarms = { errors = { description = "Requests fail.", threshold = 0, metric_queries = { errors = { return_data = true, metric = { namespace = "Shop", metric_name = "Errors", statistic = "sum" } } } } }
  }

  expect_failures = [var.metric_alarms]
}

run "period_that_does_not_exist" {
  command = plan

  variables {
    metric_alarms = { errors = { description = "Requests fail.", threshold = 0, namespace = "Shop", metric_name = "Errors", period = 90 } }
  }

  expect_failures = [var.metric_alarms]
}

run "period_of_a_query_that_does_not_exist" {
  command = plan

  variables {
    metric_alarms = { errors = { description = "Requests fail.", threshold = 0, metric_queries = { errors = { period = 45, return_data = true, metric = { namespace = "Shop", metric_name = "Errors" } } } } }
  }

  expect_failures = [var.metric_alarms]
}

run "no_evaluation_period" {
  command = plan

  variables {
    metric_alarms = { errors = { description = "Requests fail.", threshold = 0, namespace = "Shop", metric_name = "Errors", evaluation_periods = 0 } }
  }

  expect_failures = [var.metric_alarms]
}

run "more_datapoints_than_periods" {
  command = plan

  variables {
    metric_alarms = { errors = { description = "Requests fail.", threshold = 0, namespace = "Shop", metric_name = "Errors", evaluation_periods = 2, datapoints_to_alarm = 3 } }
  }

  expect_failures = [var.metric_alarms]
}

run "unknown_treatment_of_missing_data" {
  command = plan

  variables {
    metric_alarms = { errors = { description = "Requests fail.", threshold = 0, namespace = "Shop", metric_name = "Errors", treat_missing_data = "ok" } }
  }

  expect_failures = [var.metric_alarms]
}

run "unknown_treatment_of_few_samples" {
  command = plan

  variables {
    metric_alarms = { errors = { description = "Requests fail.", threshold = 0, namespace = "Shop", metric_name = "Errors", evaluate_low_sample_count_percentiles = "skip" } }
  }

  expect_failures = [var.metric_alarms]
}

run "topic_of_an_alarm_must_be_an_arn" {
  command = plan

  variables {
    metric_alarms = { errors = { description = "Requests fail.", threshold = 0, namespace = "Shop", metric_name = "Errors", alarm_topic_arns = ["on-call"] } }
  }

  expect_failures = [var.metric_alarms]
}

run "composite_alarm_name_with_spaces" {
  command = plan

  variables {
    composite_alarms = { "an outage" = { description = "Orders cannot be placed.", rule = "TRUE" } }
  }

  expect_failures = [var.composite_alarms]
}

run "composite_alarm_without_description" {
  command = plan

  variables {
    composite_alarms = { outage = { description = "", rule = "TRUE" } }
  }

  expect_failures = [var.composite_alarms]
}

run "composite_alarm_on_nothing" {
  command = plan

  variables {
    composite_alarms = { outage = { description = "Orders cannot be placed.", any_of = [] } }
  }

  expect_failures = [var.composite_alarms]
}

run "composite_alarm_with_two_rules" {
  command = plan

  variables {
    composite_alarms = { outage = { description = "Orders cannot be placed.", any_of = ["errors"], rule = "TRUE" } }
  }

  expect_failures = [var.composite_alarms]
}

run "topic_of_a_composite_alarm_must_be_an_arn" {
  command = plan

  variables {
    composite_alarms = { outage = { description = "Orders cannot be placed.", rule = "TRUE", ok_topic_arns = ["chat"] } }
  }

  expect_failures = [var.composite_alarms]
}

run "alarm_topic_must_be_an_sns_topic" {
  command = plan

  variables {
    alarm_topic_arns = ["arn:aws:lambda:eu-central-1:111122223333:function:notify"]
  }

  expect_failures = [var.alarm_topic_arns]
}

run "ok_topic_must_be_an_sns_topic" {
  command = plan

  variables {
    ok_topic_arns = ["chat"]
  }

  expect_failures = [var.ok_topic_arns]
}

run "insufficient_data_topic_must_be_an_sns_topic" {
  command = plan

  variables {
    insufficient_data_topic_arns = ["chat"]
  }

  expect_failures = [var.insufficient_data_topic_arns]
}

run "tag_reserved_by_aws" {
  command = plan

  variables {
    tags = { "aws:owner" = "payments" }
  }

  expect_failures = [var.tags]
}

run "alarm_on_an_unknown_filter" {
  command = plan

  variables {
    metric_alarms = { errors = { description = "Requests fail.", threshold = 0, metric_filter = "errors" } }
  }

  expect_failures = [aws_cloudwatch_metric_alarm.this["errors"]]
}

run "composite_alarm_on_an_unknown_alarm" {
  command = plan

  variables {
    composite_alarms = { outage = { description = "Orders cannot be placed.", any_of = ["errors"] } }
  }

  expect_failures = [aws_cloudwatch_composite_alarm.this["outage"]]
}

run "composite_alarm_named_like_a_metric_alarm" {
  command = plan

  variables {
    metric_alarms    = { outage = { description = "Requests fail.", threshold = 0, namespace = "Shop", metric_name = "Errors" } }
    composite_alarms = { outage = { description = "Orders cannot be placed.", rule = "TRUE" } }
  }

  expect_failures = [aws_cloudwatch_composite_alarm.this["outage"]]
}
