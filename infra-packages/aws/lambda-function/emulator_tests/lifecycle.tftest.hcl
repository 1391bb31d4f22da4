variables {
  function_name         = "orders"
  filename              = "tests/fixtures/function.zip"
  handler               = "index.handler"
  runtime               = "python3.12"
  alias_name            = "live"
  environment_variables = { TABLE = "orders" }
  function_url          = {}
  tags                  = { team = "payments" }

  # The emulator keeps neither the logging configuration nor a change of the tracing mode.
  log_format = null

  callers = {
    Nightly = { principal = "events.amazonaws.com", source_arn = "arn:aws:events:us-east-1:123456789012:rule/nightly" }
  }
}

run "creates_the_function" {
  assert {
    condition     = output.invocation_arn == "arn:aws:lambda:us-east-1:123456789012:function:orders:live"
    error_message = "The function must have been created with its alias."
  }

  assert {
    condition     = output.function_version == "1"
    error_message = "The function must have been published."
  }

  assert {
    condition     = startswith(output.function_url, "https://")
    error_message = "The function must have a URL."
  }
}

run "again_without_changes" {
  command = plan
}

run "takes_other_inputs" {
  variables {
    environment_variables = { TABLE = "orders-archive" }
    memory_size           = 256
    log_retention_in_days = 30
    callers               = {}
    async_invocations     = { maximum_retry_attempts = 0 }
    tags                  = { team = "billing" }
  }

  assert {
    condition     = output.function_arn == run.creates_the_function.function_arn && output.role_arn == run.creates_the_function.role_arn
    error_message = "The function and its role must be updated, not replaced."
  }

  assert {
    condition     = aws_lambda_function.this.memory_size == 256 && aws_lambda_function.this.environment[0].variables == tomap({ TABLE = "orders-archive" })
    error_message = "The function must have the new settings."
  }
}

run "other_inputs_again_without_changes" {
  command = plan

  variables {
    environment_variables = { TABLE = "orders-archive" }
    memory_size           = 256
    log_retention_in_days = 30
    callers               = {}
    async_invocations     = { maximum_retry_attempts = 0 }
    tags                  = { team = "billing" }
  }
}
