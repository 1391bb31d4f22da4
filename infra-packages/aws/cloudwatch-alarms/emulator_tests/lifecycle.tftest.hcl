variables {
  name             = "orders"
  log_groups       = { "/orders/api" = {} }
  kms_key_arn      = "arn:aws:kms:us-east-1:123456789012:key/0a1b2c3d-0000-4000-8000-000000000000"
  alarm_topic_arns = ["arn:aws:sns:us-east-1:123456789012:on-call"]

  metric_filters = {
    errors = { log_group_name = "/orders/api", pattern = "{ $.level = \"ERROR\" }" }
  }

  metric_alarms = {
    errors = {
      description   = "Requests fail. See the runbook."
      metric_filter = "errors"
      threshold     = 0
    }
    error-rate = {
      description = "More than one request in a hundred fails."
      threshold   = 1
      metric_queries = {
        rate     = { expression = "100 * errors / requests", return_data = true }
        errors   = { metric = { namespace = "AWS/ApplicationELB", metric_name = "HTTPCode_Target_5XX_Count" } }
        requests = { metric = { namespace = "AWS/ApplicationELB", metric_name = "RequestCount" } }
      }
    }
  }

  tags = { team = "payments" }
}

run "creates_the_alarms" {
  assert {
    condition     = output.metric_alarm_arns["errors"] == "arn:aws:cloudwatch:us-east-1:123456789012:alarm:orders-errors"
    error_message = "The alarm must have been created."
  }

  assert {
    condition     = { for w in jsondecode(aws_cloudwatch_dashboard.this[0].dashboard_body).widgets : w.properties.title => w }["errors"].properties.annotations.alarms == [output.metric_alarm_arns["errors"]]
    error_message = "The dashboard must show the alarm that was created."
  }
}

run "again_without_changes" {
  command = plan
}

run "takes_other_inputs" {
  variables {
    log_groups       = { "/orders/api" = { retention_in_days = 30 } }
    create_dashboard = false
    metric_alarms = {
      errors = {
        description        = "Requests fail. See the runbook."
        metric_filter      = "errors"
        threshold          = 5
        statistic          = "p99"
        treat_missing_data = "notBreaching"
      }
    }
    tags = { team = "billing" }
  }

  assert {
    condition     = output.log_group_arns == run.creates_the_alarms.log_group_arns && output.metric_alarm_arns["errors"] == run.creates_the_alarms.metric_alarm_arns["errors"]
    error_message = "The log group and the alarm must be updated, not replaced."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.this["errors"].threshold == 5 && aws_cloudwatch_metric_alarm.this["errors"].extended_statistic == "p99"
    error_message = "The alarm must have the new threshold and statistic."
  }
}

run "other_inputs_again_without_changes" {
  command = plan

  variables {
    log_groups       = { "/orders/api" = { retention_in_days = 30 } }
    create_dashboard = false
    metric_alarms = {
      errors = {
        description        = "Requests fail. See the runbook."
        metric_filter      = "errors"
        threshold          = 5
        statistic          = "p99"
        treat_missing_data = "notBreaching"
      }
    }
    tags = { team = "billing" }
  }
}
