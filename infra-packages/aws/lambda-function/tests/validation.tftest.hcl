mock_provider "aws" {
  source = "../mock-defaults"
}

variables {
  function_name = "orders"
  filename      = "tests/fixtures/function.zip"
  handler       = "index.handler"
  runtime       = "python3.13"
}

run "function_name_with_spaces" {
  command = plan

  variables {
    function_name = "all orders"
  }

  expect_failures = [var.function_name]
}

run "description_too_long" {
  command = plan

  variables {
    description = join("", [for index in range(26) : "0123456789"])
  }

  expect_failures = [var.description]
}

run "layer_without_version" {
  command = plan

  variables {
    layer_arns = ["arn:aws:lambda:eu-central-1:111122223333:layer:telemetry"]
  }

  expect_failures = [var.layer_arns]
}

run "too_many_layers" {
  command = plan

  variables {
    layer_arns = [for index in range(6) : "arn:aws:lambda:eu-central-1:111122223333:layer:telemetry:${index}"]
  }

  expect_failures = [var.layer_arns]
}

run "unknown_architecture" {
  command = plan

  variables {
    architecture = "arm"
  }

  expect_failures = [var.architecture]
}

run "alias_with_spaces" {
  command = plan

  variables {
    alias_name = "now live"
  }

  expect_failures = [var.alias_name]
}

run "alias_must_not_be_a_number" {
  command = plan

  variables {
    alias_name = "1"
  }

  expect_failures = [var.alias_name]
}

run "too_little_memory" {
  command = plan

  variables {
    memory_size = 127
  }

  expect_failures = [var.memory_size]
}

run "too_much_memory" {
  command = plan

  variables {
    memory_size = 10241
  }

  expect_failures = [var.memory_size]
}

run "too_little_ephemeral_storage" {
  command = plan

  variables {
    ephemeral_storage_size = 511
  }

  expect_failures = [var.ephemeral_storage_size]
}

run "too_much_ephemeral_storage" {
  command = plan

  variables {
    ephemeral_storage_size = 10241
  }

  expect_failures = [var.ephemeral_storage_size]
}

run "timeout_too_short" {
  command = plan

  variables {
    timeout = 0
  }

  expect_failures = [var.timeout]
}

run "timeout_too_long" {
  command = plan

  variables {
    timeout = 901
  }

  expect_failures = [var.timeout]
}

run "negative_concurrency" {
  command = plan

  variables {
    reserved_concurrent_executions = -2
  }

  expect_failures = [var.reserved_concurrent_executions]
}

run "environment_variable_with_hyphen" {
  command = plan

  variables {
    environment_variables = { "table-name" = "orders" }
  }

  expect_failures = [var.environment_variables]
}

run "kms_key_must_not_be_an_alias" {
  command = plan

  variables {
    kms_key_arn = "arn:aws:kms:eu-central-1:111122223333:alias/orders"
  }

  expect_failures = [var.kms_key_arn]
}

run "vpc_without_security_group" {
  command = plan

  variables {
    vpc = { subnet_ids = ["subnet-0123456789abcdef0"], security_group_ids = [] }
  }

  expect_failures = [var.vpc]
}

run "unknown_tracing_mode" {
  command = plan

  variables {
    tracing_mode = "Off"
  }

  expect_failures = [var.tracing_mode]
}

run "unknown_log_format" {
  command = plan

  variables {
    log_format = "json"
  }

  expect_failures = [var.log_format]
}

run "unknown_application_log_level" {
  command = plan

  variables {
    application_log_level = "WARNING"
  }

  expect_failures = [var.application_log_level]
}

run "unknown_system_log_level" {
  command = plan

  variables {
    system_log_level = "ERROR"
  }

  expect_failures = [var.system_log_level]
}

run "retention_that_does_not_exist" {
  command = plan

  variables {
    log_retention_in_days = 31
  }

  expect_failures = [var.log_retention_in_days]
}

run "log_kms_key_must_not_be_an_alias" {
  command = plan

  variables {
    log_kms_key_arn = "arn:aws:kms:eu-central-1:111122223333:alias/logs"
  }

  expect_failures = [var.log_kms_key_arn]
}

run "policy_name_of_the_module" {
  command = plan

  variables {
    inline_policies = { lambda = jsonencode({ Version = "2012-10-17", Statement = [] }) }
  }

  expect_failures = [var.inline_policies]
}

run "dead_letter_target_must_be_a_queue_or_topic" {
  command = plan

  variables {
    dead_letter_target_arn = "arn:aws:lambda:eu-central-1:111122223333:function:failed"
  }

  expect_failures = [var.dead_letter_target_arn]
}

run "too_many_retries" {
  command = plan

  variables {
    async_invocations = { maximum_retry_attempts = 3 }
  }

  expect_failures = [var.async_invocations]
}

run "event_age_too_short" {
  command = plan

  variables {
    async_invocations = { maximum_event_age_in_seconds = 59 }
  }

  expect_failures = [var.async_invocations]
}

run "unknown_destination" {
  command = plan

  variables {
    async_invocations = { on_success_arn = "arn:aws:s3:::example-results" }
  }

  expect_failures = [var.async_invocations]
}

run "unknown_event_source" {
  command = plan

  variables {
    event_sources = { orders = { event_source_arn = "arn:aws:dynamodb:eu-central-1:111122223333:table/orders", starting_position = "LATEST" } }
  }

  expect_failures = [var.event_sources]
}

run "stream_without_starting_position" {
  command = plan

  variables {
    event_sources = { orders = { event_source_arn = "arn:aws:kinesis:eu-central-1:111122223333:stream/orders" } }
  }

  expect_failures = [var.event_sources]
}

run "queue_with_starting_position" {
  command = plan

  variables {
    event_sources = { orders = { event_source_arn = "arn:aws:sqs:eu-central-1:111122223333:orders", starting_position = "LATEST" } }
  }

  expect_failures = [var.event_sources]
}

run "concurrency_of_a_stream" {
  command = plan

  variables {
    event_sources = { orders = { event_source_arn = "arn:aws:kinesis:eu-central-1:111122223333:stream/orders", starting_position = "LATEST", maximum_concurrency = 2 } }
  }

  expect_failures = [var.event_sources]
}

run "concurrency_too_small" {
  command = plan

  variables {
    event_sources = { orders = { event_source_arn = "arn:aws:sqs:eu-central-1:111122223333:orders", maximum_concurrency = 1 } }
  }

  expect_failures = [var.event_sources]
}

run "filter_pattern_must_be_json" {
  command = plan

  variables {
    event_sources = { orders = { event_source_arn = "arn:aws:sqs:eu-central-1:111122223333:orders", filter_patterns = ["order"] } }
  }

  expect_failures = [var.event_sources]
}

run "failures_of_a_queue" {
  command = plan

  variables {
    event_sources = { orders = { event_source_arn = "arn:aws:sqs:eu-central-1:111122223333:orders", on_failure_arn = "arn:aws:sqs:eu-central-1:111122223333:failed" } }
  }

  expect_failures = [var.event_sources]
}

run "failures_must_go_to_a_queue_or_topic" {
  command = plan

  variables {
    event_sources = { orders = { event_source_arn = "arn:aws:kinesis:eu-central-1:111122223333:stream/orders", starting_position = "LATEST", on_failure_arn = "arn:aws:s3:::example-failed" } }
  }

  expect_failures = [var.event_sources]
}

run "caller_id_with_spaces" {
  command = plan

  variables {
    callers = { "The shop" = { principal = "444455556666" } }
  }

  expect_failures = [var.callers]
}

run "caller_must_not_be_everyone" {
  command = plan

  variables {
    callers = { Everyone = { principal = "*" } }
  }

  expect_failures = [var.callers]
}

run "service_without_source" {
  command = plan

  variables {
    callers = { Uploads = { principal = "s3.amazonaws.com" } }
  }

  expect_failures = [var.callers]
}

run "unknown_invoke_mode" {
  command = plan

  variables {
    function_url = { invoke_mode = "STREAM" }
  }

  expect_failures = [var.function_url]
}

run "credentials_from_every_origin" {
  command = plan

  variables {
    function_url = { cors = { allow_origins = ["*"], allow_credentials = true } }
  }

  expect_failures = [var.function_url]
}

run "tag_reserved_by_aws" {
  command = plan

  variables {
    tags = { "aws:owner" = "payments" }
  }

  expect_failures = [var.tags]
}

run "code_from_two_places" {
  command = plan

  variables {
    s3_package = { bucket = "example-releases", key = "orders.zip" }
  }

  expect_failures = [aws_lambda_function.this]
}

run "code_from_nowhere" {
  command = plan

  variables {
    filename = null
  }

  expect_failures = [aws_lambda_function.this]
}

run "archive_without_handler" {
  command = plan

  variables {
    handler = null
  }

  expect_failures = [aws_lambda_function.this]
}

run "image_with_handler" {
  command = plan

  variables {
    filename = null
    image    = { uri = "111122223333.dkr.ecr.eu-central-1.amazonaws.com/orders:1" }
  }

  expect_failures = [aws_lambda_function.this]
}

run "image_with_layers" {
  command = plan

  variables {
    filename   = null
    handler    = null
    runtime    = null
    image      = { uri = "111122223333.dkr.ecr.eu-central-1.amazonaws.com/orders:1" }
    layer_arns = ["arn:aws:lambda:eu-central-1:111122223333:layer:telemetry:1"]
  }

  expect_failures = [aws_lambda_function.this]
}

run "caller_through_a_url_that_does_not_exist" {
  command = plan

  variables {
    callers = { Shop = { principal = "444455556666", through_url = true } }
  }

  expect_failures = [aws_lambda_permission.url]
}
