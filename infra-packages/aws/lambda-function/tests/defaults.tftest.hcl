mock_provider "aws" {
  source = "../mock-defaults"
}

variables {
  function_name = "orders"
  filename      = "tests/fixtures/function.zip"
  handler       = "index.handler"
  runtime       = "python3.13"
}

run "function_runs_the_archive" {
  command = plan

  assert {
    condition     = aws_lambda_function.this.package_type == "Zip" && aws_lambda_function.this.filename == "tests/fixtures/function.zip" && aws_lambda_function.this.source_code_hash == filebase64sha256("tests/fixtures/function.zip")
    error_message = "The function must have the code of the archive, and follow changes of its content."
  }

  assert {
    condition     = aws_lambda_function.this.handler == "index.handler" && aws_lambda_function.this.runtime == "python3.13" && aws_lambda_function.this.architectures == tolist(["x86_64"])
    error_message = "The function must have the given handler and runtime, on x86_64."
  }

  assert {
    condition     = aws_lambda_function.this.memory_size == 128 && aws_lambda_function.this.timeout == 3 && aws_lambda_function.this.ephemeral_storage[0].size == 512 && aws_lambda_function.this.reserved_concurrent_executions == -1
    error_message = "The default limits must be those of Lambda."
  }

  assert {
    condition     = aws_lambda_function.this.tracing_config[0].mode == "Active"
    error_message = "The default function must be traced."
  }

  assert {
    condition     = !aws_lambda_function.this.publish && length(aws_lambda_alias.this) == 0
    error_message = "No version must be published without an alias."
  }

  assert {
    condition = (
      length(aws_lambda_function.this.environment) + length(aws_lambda_function.this.vpc_config) +
      length(aws_lambda_function.this.dead_letter_config) + length(aws_lambda_function.this.image_config) == 0
    )
    error_message = "The default function must have no environment, VPC, dead-letter target or image."
  }
}

run "logs_are_json_and_kept_for_a_year" {
  command = plan

  assert {
    condition     = aws_cloudwatch_log_group.this.name == "/aws/lambda/orders" && aws_cloudwatch_log_group.this.retention_in_days == 365 && aws_cloudwatch_log_group.this.kms_key_id == null
    error_message = "The default log group must keep log events for a year."
  }

  assert {
    condition     = aws_lambda_function.this.logging_config[0].log_group == "/aws/lambda/orders" && aws_lambda_function.this.logging_config[0].log_format == "JSON"
    error_message = "The function must log JSON to its log group."
  }

  assert {
    condition     = aws_lambda_function.this.logging_config[0].application_log_level == "INFO" && aws_lambda_function.this.logging_config[0].system_log_level == "INFO"
    error_message = "The default log level must be INFO."
  }
}

run "nobody_invokes_the_function" {
  command = plan

  assert {
    condition     = length(aws_lambda_permission.this) + length(aws_lambda_permission.url) + length(aws_lambda_event_source_mapping.this) == 0
    error_message = "The default function must have no callers or event sources."
  }

  assert {
    condition     = length(aws_lambda_function_url.this) == 0 && length(aws_lambda_function_event_invoke_config.this) == 0
    error_message = "The default function must have no URL and no settings for asynchronous invocations."
  }
}

run "outputs_describe_the_function" {
  assert {
    condition     = output.function_name == "orders" && output.function_arn == aws_lambda_function.this.arn && output.function_version == aws_lambda_function.this.version
    error_message = "The outputs must be those of the function."
  }

  assert {
    condition     = output.invocation_arn == aws_lambda_function.this.arn && output.api_gateway_invocation_arn == aws_lambda_function.this.invoke_arn
    error_message = "Without an alias the function itself must be invoked."
  }

  assert {
    condition     = output.alias_arn == null && output.function_url == null && length(output.event_source_mapping_ids) == 0
    error_message = "Without alias, URL and event sources the outputs must say so."
  }

  assert {
    condition     = output.role_arn == aws_lambda_function.this.role && output.role_name == "orders"
    error_message = "The outputs must be those of the function's role."
  }

  assert {
    condition     = output.log_group_name == "/aws/lambda/orders" && output.log_group_arn == aws_cloudwatch_log_group.this.arn
    error_message = "The outputs must be those of the log group."
  }
}
