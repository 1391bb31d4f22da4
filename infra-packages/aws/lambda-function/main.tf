resource "aws_cloudwatch_log_group" "this" {
  #checkov:skip=CKV_AWS_158:The key is log_kms_key_arn; without one, CloudWatch Logs encrypts with its own.
  name              = "/aws/lambda/${var.function_name}"
  retention_in_days = var.log_retention_in_days
  kms_key_id        = var.log_kms_key_arn

  tags = var.tags
}

resource "aws_lambda_function" "this" {
  #checkov:skip=CKV_AWS_115:Reserved concurrency is reserved_concurrent_executions; it takes from the quota of the account, which the caller divides.
  #checkov:skip=CKV_AWS_116:Where failed invocations go is dead_letter_target_arn or async_invocations, in blocks that are not evaluated.
  #checkov:skip=CKV_AWS_117:Only functions that need the network of a VPC should be in one: vpc.
  #checkov:skip=CKV_AWS_173:The key is kms_key_arn; without one, Lambda encrypts with its own.
  #checkov:skip=CKV_AWS_272:Code signing is code_signing_config_arn, which needs a signing profile of the account.
  function_name = var.function_name
  description   = var.description
  role          = module.role.role_arn

  package_type            = var.image == null ? "Zip" : "Image"
  filename                = var.filename
  source_code_hash        = var.filename == null ? null : filebase64sha256(var.filename)
  s3_bucket               = try(var.s3_package.bucket, null)
  s3_key                  = try(var.s3_package.key, null)
  s3_object_version       = try(var.s3_package.version_id, null)
  image_uri               = try(var.image.uri, null)
  code_signing_config_arn = var.code_signing_config_arn
  handler                 = var.handler
  runtime                 = var.runtime
  layers                  = var.layer_arns
  architectures           = [var.architecture]
  publish                 = var.alias_name != null

  memory_size                    = var.memory_size
  timeout                        = var.timeout
  reserved_concurrent_executions = var.reserved_concurrent_executions
  kms_key_arn                    = var.kms_key_arn

  ephemeral_storage {
    size = var.ephemeral_storage_size
  }

  dynamic "logging_config" {
    for_each = var.log_format == null ? [] : [var.log_format]

    content {
      log_group             = aws_cloudwatch_log_group.this.name
      log_format            = logging_config.value
      application_log_level = logging_config.value == "JSON" ? var.application_log_level : null
      system_log_level      = logging_config.value == "JSON" ? var.system_log_level : null
    }
  }

  tracing_config {
    mode = var.tracing_mode
  }

  dynamic "environment" {
    for_each = length(var.environment_variables) == 0 ? [] : [var.environment_variables]

    content {
      variables = environment.value
    }
  }

  dynamic "image_config" {
    for_each = var.image == null ? [] : [var.image]

    content {
      command           = image_config.value.command
      entry_point       = image_config.value.entry_point
      working_directory = image_config.value.working_directory
    }
  }

  dynamic "dead_letter_config" {
    for_each = var.dead_letter_target_arn == null ? [] : [var.dead_letter_target_arn]

    content {
      target_arn = dead_letter_config.value
    }
  }

  dynamic "vpc_config" {
    for_each = var.vpc == null ? [] : [var.vpc]

    content {
      subnet_ids                  = vpc_config.value.subnet_ids
      security_group_ids          = vpc_config.value.security_group_ids
      ipv6_allowed_for_dual_stack = vpc_config.value.ipv6_allowed
    }
  }

  tags = var.tags

  # Lambda would create the log group itself, without retention and key.
  depends_on = [aws_cloudwatch_log_group.this]

  lifecycle {
    precondition {
      condition     = length([for package in [var.filename, var.s3_package, var.image] : package if package != null]) == 1
      error_message = "The code of a function comes from exactly one of filename, s3_package and image."
    }

    precondition {
      condition     = (var.image == null) == (var.handler != null && var.runtime != null) && (var.image == null || (var.handler == null && var.runtime == null && length(var.layer_arns) == 0))
      error_message = "A zip archive needs handler and runtime; an image has no handler, runtime or layer_arns."
    }
  }
}

resource "aws_lambda_alias" "this" {
  count = var.alias_name == null ? 0 : 1

  name             = var.alias_name
  function_name    = aws_lambda_function.this.function_name
  function_version = aws_lambda_function.this.version
}

resource "aws_lambda_function_event_invoke_config" "this" {
  count = var.async_invocations == null ? 0 : 1

  function_name                = aws_lambda_function.this.function_name
  qualifier                    = local.qualifier
  maximum_retry_attempts       = var.async_invocations.maximum_retry_attempts
  maximum_event_age_in_seconds = var.async_invocations.maximum_event_age_in_seconds

  dynamic "destination_config" {
    for_each = var.async_invocations.on_success_arn == null && var.async_invocations.on_failure_arn == null ? [] : [var.async_invocations]

    content {
      dynamic "on_success" {
        for_each = destination_config.value.on_success_arn == null ? [] : [destination_config.value.on_success_arn]

        content {
          destination = on_success.value
        }
      }

      dynamic "on_failure" {
        for_each = destination_config.value.on_failure_arn == null ? [] : [destination_config.value.on_failure_arn]

        content {
          destination = on_failure.value
        }
      }
    }
  }
}

resource "aws_lambda_function_url" "this" {
  count = var.function_url == null ? 0 : 1

  function_name      = aws_lambda_function.this.function_name
  qualifier          = local.qualifier
  authorization_type = "AWS_IAM"
  invoke_mode        = var.function_url.invoke_mode

  dynamic "cors" {
    for_each = var.function_url.cors == null ? [] : [var.function_url.cors]

    content {
      allow_origins     = cors.value.allow_origins
      allow_methods     = cors.value.allow_methods
      allow_headers     = cors.value.allow_headers
      expose_headers    = cors.value.expose_headers
      allow_credentials = cors.value.allow_credentials
      max_age           = cors.value.max_age
    }
  }
}
