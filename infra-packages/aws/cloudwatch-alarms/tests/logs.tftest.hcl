mock_provider "aws" {
  source = "../mock-defaults"
}

variables {
  name       = "orders"
  log_groups = { "/orders/api" = {} }
}

run "log_groups_are_encrypted_and_kept_as_wanted" {
  command = plan

  variables {
    kms_key_arn = "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000"
    log_groups = {
      "/orders/api"   = { retention_in_days = 30 }
      "/orders/audit" = { retention_in_days = 0, keep_on_destroy = true }
    }
    tags = { team = "payments" }
  }

  assert {
    condition     = alltrue([for group in aws_cloudwatch_log_group.this : group.kms_key_id == "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000"])
    error_message = "Each log group must be encrypted with the key."
  }

  assert {
    condition     = aws_cloudwatch_log_group.this["/orders/api"].retention_in_days == 30 && aws_cloudwatch_log_group.this["/orders/audit"].retention_in_days == 0
    error_message = "Each log group must have its own retention."
  }

  assert {
    condition     = aws_cloudwatch_log_group.this["/orders/audit"].skip_destroy && !aws_cloudwatch_log_group.this["/orders/api"].skip_destroy
    error_message = "Only the log group that is to be kept must stay."
  }

  assert {
    condition     = alltrue([for group in aws_cloudwatch_log_group.this : group.tags == tomap({ team = "payments" })])
    error_message = "Each log group must carry the given tags."
  }
}

run "filter_counts_matching_events" {
  command = plan

  variables {
    metric_filters = { errors = { log_group_name = "/orders/api", pattern = "ERROR" } }
  }

  assert {
    condition     = aws_cloudwatch_log_metric_filter.this["errors"].name == "orders-errors" && aws_cloudwatch_log_metric_filter.this["errors"].log_group_name == "/orders/api" && aws_cloudwatch_log_metric_filter.this["errors"].pattern == "ERROR"
    error_message = "The filter must read the given log group with the given pattern."
  }

  assert {
    condition     = aws_cloudwatch_log_metric_filter.this["errors"].metric_transformation[0].namespace == "orders" && aws_cloudwatch_log_metric_filter.this["errors"].metric_transformation[0].name == "errors"
    error_message = "The metric must be named after the filter."
  }

  assert {
    condition     = aws_cloudwatch_log_metric_filter.this["errors"].metric_transformation[0].value == "1" && aws_cloudwatch_log_metric_filter.this["errors"].metric_transformation[0].default_value == "0" && aws_cloudwatch_log_metric_filter.this["errors"].metric_transformation[0].unit == "None"
    error_message = "Each matching event must count as one, and others as none."
  }
}

run "filter_can_name_its_metric" {
  command = plan

  variables {
    metric_namespace = "Shop"
    metric_filters = {
      duration = {
        log_group_name = "/aws/lambda/orders"
        pattern        = "{ $.duration = * }"
        metric_name    = "Duration"
        value          = "$.duration"
        unit           = "Milliseconds"
        dimensions     = { Operation = "$.operation" }
      }
      audit = { log_group_name = "/orders/api", pattern = "AUDIT", namespace = "Audit", default_value = 1 }
    }
  }

  assert {
    condition     = output.filter_metrics == { audit = { namespace = "Audit", metric_name = "audit" }, duration = { namespace = "Shop", metric_name = "Duration" } }
    error_message = "A namespace of the filter must come before that of the module, and a given name before the key."
  }

  assert {
    condition     = aws_cloudwatch_log_metric_filter.this["duration"].log_group_name == "/aws/lambda/orders"
    error_message = "A filter must be able to read a log group of somebody else."
  }

  assert {
    condition     = aws_cloudwatch_log_metric_filter.this["duration"].metric_transformation[0].value == "$.duration" && aws_cloudwatch_log_metric_filter.this["duration"].metric_transformation[0].unit == "Milliseconds"
    error_message = "The metric must have the field of the event as its value."
  }

  assert {
    condition     = aws_cloudwatch_log_metric_filter.this["duration"].metric_transformation[0].dimensions == tomap({ Operation = "$.operation" }) && aws_cloudwatch_log_metric_filter.this["duration"].metric_transformation[0].default_value == null
    error_message = "A metric with dimensions must not have a default value, which CloudWatch refuses."
  }

  assert {
    condition     = aws_cloudwatch_log_metric_filter.this["audit"].metric_transformation[0].default_value == "1"
    error_message = "A given default value must be used."
  }
}
