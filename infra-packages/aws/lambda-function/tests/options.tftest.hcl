mock_provider "aws" {
  source = "../mock-defaults"
}

variables {
  function_name = "orders"
  filename      = "tests/fixtures/function.zip"
  handler       = "index.handler"
  runtime       = "python3.13"
}

run "code_can_come_from_s3" {
  command = plan

  variables {
    filename   = null
    s3_package = { bucket = "example-releases", key = "orders.zip", version_id = "3" }
  }

  assert {
    condition     = aws_lambda_function.this.s3_bucket == "example-releases" && aws_lambda_function.this.s3_key == "orders.zip" && aws_lambda_function.this.s3_object_version == "3"
    error_message = "The function must have the code of the S3 object."
  }

  assert {
    condition     = aws_lambda_function.this.filename == null && aws_lambda_function.this.package_type == "Zip"
    error_message = "The function must have no local archive."
  }
}

run "code_can_be_an_image" {
  command = plan

  variables {
    filename = null
    handler  = null
    runtime  = null
    image = {
      uri               = "111122223333.dkr.ecr.eu-central-1.amazonaws.com/orders:1"
      command           = ["app.handler"]
      entry_point       = ["/entry"]
      working_directory = "/var/task"
    }
  }

  assert {
    condition     = aws_lambda_function.this.package_type == "Image" && aws_lambda_function.this.image_uri == "111122223333.dkr.ecr.eu-central-1.amazonaws.com/orders:1"
    error_message = "The function must run the image."
  }

  assert {
    condition     = aws_lambda_function.this.image_config[0].command == tolist(["app.handler"]) && aws_lambda_function.this.image_config[0].entry_point == tolist(["/entry"]) && aws_lambda_function.this.image_config[0].working_directory == "/var/task"
    error_message = "The settings of the image must be replaced by those given."
  }
}

run "settings_are_passed_on" {
  command = plan

  variables {
    description                    = "Handles orders"
    architecture                   = "arm64"
    memory_size                    = 512
    timeout                        = 30
    ephemeral_storage_size         = 1024
    reserved_concurrent_executions = 10
    tracing_mode                   = "PassThrough"
    layer_arns                     = ["arn:aws:lambda:eu-central-1:111122223333:layer:telemetry:1"]
    code_signing_config_arn        = "arn:aws:lambda:eu-central-1:111122223333:code-signing-config:csc-0123456789abcdef0"
    environment_variables          = { TABLE = "orders" }
    kms_key_arn                    = "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000"
    tags                           = { team = "payments" }
  }

  assert {
    condition     = aws_lambda_function.this.description == "Handles orders" && aws_lambda_function.this.architectures == tolist(["arm64"]) && aws_lambda_function.this.layers == tolist(["arn:aws:lambda:eu-central-1:111122223333:layer:telemetry:1"])
    error_message = "Description, architecture and layers must be those given."
  }

  assert {
    condition     = aws_lambda_function.this.memory_size == 512 && aws_lambda_function.this.timeout == 30 && aws_lambda_function.this.ephemeral_storage[0].size == 1024 && aws_lambda_function.this.reserved_concurrent_executions == 10
    error_message = "The limits must be those given."
  }

  assert {
    condition     = aws_lambda_function.this.tracing_config[0].mode == "PassThrough" && aws_lambda_function.this.code_signing_config_arn == "arn:aws:lambda:eu-central-1:111122223333:code-signing-config:csc-0123456789abcdef0"
    error_message = "Tracing and code signing must be those given."
  }

  assert {
    condition     = aws_lambda_function.this.environment[0].variables == tomap({ TABLE = "orders" }) && aws_lambda_function.this.kms_key_arn == "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000"
    error_message = "The environment must be encrypted with the key."
  }

  assert {
    condition     = aws_lambda_function.this.tags == tomap({ team = "payments" }) && aws_cloudwatch_log_group.this.tags == tomap({ team = "payments" })
    error_message = "The function and its log group must carry the given tags."
  }
}

run "function_can_be_in_a_vpc" {
  command = plan

  variables {
    vpc = { subnet_ids = ["subnet-0123456789abcdef0"], security_group_ids = ["sg-0123456789abcdef0"], ipv6_allowed = true }
  }

  assert {
    condition     = aws_lambda_function.this.vpc_config[0].subnet_ids == toset(["subnet-0123456789abcdef0"]) && aws_lambda_function.this.vpc_config[0].security_group_ids == toset(["sg-0123456789abcdef0"]) && aws_lambda_function.this.vpc_config[0].ipv6_allowed_for_dual_stack
    error_message = "The function must be in the given subnets and security groups."
  }
}

run "text_logs_have_no_levels" {
  command = plan

  variables {
    log_format            = "Text"
    log_retention_in_days = 30
    log_kms_key_arn       = "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000"
  }

  assert {
    condition     = aws_lambda_function.this.logging_config[0].log_format == "Text" && aws_lambda_function.this.logging_config[0].application_log_level == null && aws_lambda_function.this.logging_config[0].system_log_level == null
    error_message = "Levels must be left out where Lambda has none."
  }

  assert {
    condition     = aws_cloudwatch_log_group.this.retention_in_days == 30 && aws_cloudwatch_log_group.this.kms_key_id == "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000"
    error_message = "The log group must have the given retention and key."
  }
}

run "log_levels_are_passed_on" {
  command = plan

  variables {
    application_log_level = "DEBUG"
    system_log_level      = "WARN"
  }

  assert {
    condition     = aws_lambda_function.this.logging_config[0].application_log_level == "DEBUG" && aws_lambda_function.this.logging_config[0].system_log_level == "WARN"
    error_message = "The log levels must be those given."
  }
}

run "logging_can_be_left_to_lambda" {
  command = plan

  variables {
    log_format = null
  }

  assert {
    condition     = length(aws_lambda_function.this.logging_config) == 0
    error_message = "Without a log format there must be no logging configuration."
  }
}

run "asynchronous_invocations_have_targets" {
  command = plan

  variables {
    dead_letter_target_arn = "arn:aws:sqs:eu-central-1:111122223333:orders-dead-letter"
    async_invocations = {
      maximum_retry_attempts       = 1
      maximum_event_age_in_seconds = 600
      on_success_arn               = "arn:aws:events:eu-central-1:111122223333:event-bus/orders"
      on_failure_arn               = "arn:aws:sns:eu-central-1:111122223333:orders-failed"
    }
  }

  assert {
    condition     = aws_lambda_function.this.dead_letter_config[0].target_arn == "arn:aws:sqs:eu-central-1:111122223333:orders-dead-letter"
    error_message = "Events that failed must go to the dead-letter target."
  }

  assert {
    condition     = aws_lambda_function_event_invoke_config.this[0].maximum_retry_attempts == 1 && aws_lambda_function_event_invoke_config.this[0].maximum_event_age_in_seconds == 600
    error_message = "Lambda must give up when it is told to."
  }

  assert {
    condition = (
      aws_lambda_function_event_invoke_config.this[0].destination_config[0].on_success[0].destination == "arn:aws:events:eu-central-1:111122223333:event-bus/orders" &&
      aws_lambda_function_event_invoke_config.this[0].destination_config[0].on_failure[0].destination == "arn:aws:sns:eu-central-1:111122223333:orders-failed"
    )
    error_message = "The results must go to the given destinations."
  }
}

run "asynchronous_invocations_need_no_targets" {
  command = plan

  variables {
    async_invocations = {}
  }

  assert {
    condition     = aws_lambda_function_event_invoke_config.this[0].maximum_retry_attempts == 2 && aws_lambda_function_event_invoke_config.this[0].maximum_event_age_in_seconds == 21600
    error_message = "The default must be that of Lambda."
  }

  assert {
    condition     = length(aws_lambda_function_event_invoke_config.this[0].destination_config) == 0
    error_message = "No destination must be set unless one is given."
  }
}

run "one_destination_is_enough" {
  command = plan

  variables {
    async_invocations = { on_failure_arn = "arn:aws:sqs:eu-central-1:111122223333:orders-failed" }
  }

  assert {
    condition     = length(aws_lambda_function_event_invoke_config.this[0].destination_config[0].on_success) == 0 && length(aws_lambda_function_event_invoke_config.this[0].destination_config[0].on_failure) == 1
    error_message = "Only failures must have a destination."
  }
}
