mock_provider "aws" {
  source = "../mock-defaults"
}

variables {
  function_name = "orders"
  filename      = "tests/fixtures/function.zip"
  handler       = "index.handler"
  runtime       = "python3.13"
}

run "callers_are_bound_to_their_source" {
  command = plan

  variables {
    callers = {
      Nightly = { principal = "events.amazonaws.com", source_arn = "arn:aws:events:eu-central-1:111122223333:rule/nightly" }
      Uploads = { principal = "s3.amazonaws.com", source_arn = "arn:aws:s3:::example-uploads", source_account = "111122223333" }
      Shop    = { principal = "arn:aws:iam::444455556666:role/shop", organization_id = "o-1234567890" }
    }
  }

  assert {
    condition     = aws_lambda_permission.this["Nightly"].statement_id == "Nightly" && aws_lambda_permission.this["Nightly"].principal == "events.amazonaws.com" && aws_lambda_permission.this["Nightly"].action == "lambda:InvokeFunction"
    error_message = "The caller must be allowed to invoke the function."
  }

  assert {
    condition     = aws_lambda_permission.this["Nightly"].source_arn == "arn:aws:events:eu-central-1:111122223333:rule/nightly" && aws_lambda_permission.this["Uploads"].source_account == "111122223333"
    error_message = "The caller must be bound to its source."
  }

  assert {
    condition     = aws_lambda_permission.this["Shop"].principal_org_id == "o-1234567890" && aws_lambda_permission.this["Shop"].source_arn == null
    error_message = "The caller must be bound to the organization."
  }

  assert {
    condition     = alltrue([for permission in aws_lambda_permission.this : permission.qualifier == null]) && length(aws_lambda_permission.url) == 0
    error_message = "Without an alias the function itself must be invoked, and without a URL nobody needs permission for it."
  }
}

run "url_takes_signed_requests_only" {
  command = plan

  variables {
    function_url = {}
    callers      = { Shop = { principal = "arn:aws:iam::444455556666:role/shop", organization_id = "o-1234567890", through_url = true } }
  }

  assert {
    condition     = aws_lambda_function_url.this[0].authorization_type == "AWS_IAM" && aws_lambda_function_url.this[0].invoke_mode == "BUFFERED" && length(aws_lambda_function_url.this[0].cors) == 0
    error_message = "The URL must demand IAM authentication, and allow no other origins."
  }

  assert {
    condition     = aws_lambda_permission.url["Shop"].action == "lambda:InvokeFunctionUrl" && aws_lambda_permission.url["Shop"].function_url_auth_type == "AWS_IAM" && aws_lambda_permission.url["Shop"].statement_id == "ShopUrl"
    error_message = "The caller must be allowed to use the URL."
  }

  assert {
    condition     = aws_lambda_permission.url["Shop"].principal == "arn:aws:iam::444455556666:role/shop" && aws_lambda_permission.url["Shop"].principal_org_id == "o-1234567890" && aws_lambda_permission.this["Shop"].action == "lambda:InvokeFunction"
    error_message = "The caller must have both permissions, with the same limits."
  }
}

run "url_settings_are_passed_on" {
  variables {
    function_url = {
      invoke_mode = "RESPONSE_STREAM"
      cors = {
        allow_origins     = ["https://example.com"]
        allow_methods     = ["GET"]
        allow_headers     = ["authorization"]
        expose_headers    = ["date"]
        allow_credentials = true
        max_age           = 300
      }
    }
  }

  assert {
    condition     = aws_lambda_function_url.this[0].invoke_mode == "RESPONSE_STREAM" && output.function_url == aws_lambda_function_url.this[0].function_url
    error_message = "The URL must stream, and be an output."
  }

  assert {
    condition     = aws_lambda_function_url.this[0].cors[0].allow_origins == toset(["https://example.com"]) && aws_lambda_function_url.this[0].cors[0].allow_methods == toset(["GET"]) && aws_lambda_function_url.this[0].cors[0].allow_headers == toset(["authorization"])
    error_message = "Only the given origin, method and header must be allowed."
  }

  assert {
    condition     = aws_lambda_function_url.this[0].cors[0].expose_headers == toset(["date"]) && aws_lambda_function_url.this[0].cors[0].allow_credentials && aws_lambda_function_url.this[0].cors[0].max_age == 300
    error_message = "The remaining settings for browsers must be passed on."
  }
}

run "everything_goes_through_the_alias" {
  variables {
    alias_name        = "live"
    function_url      = {}
    async_invocations = {}
    callers           = { Nightly = { principal = "events.amazonaws.com", source_account = "111122223333", through_url = true } }
    event_sources     = { orders = { event_source_arn = "arn:aws:sqs:eu-central-1:111122223333:orders" } }
  }

  assert {
    condition     = aws_lambda_function.this.publish && aws_lambda_alias.this[0].name == "live" && aws_lambda_alias.this[0].function_version == aws_lambda_function.this.version
    error_message = "The alias must stand for the version that was published last."
  }

  assert {
    condition = (
      aws_lambda_permission.this["Nightly"].qualifier == "live" && aws_lambda_permission.url["Nightly"].qualifier == "live" &&
      aws_lambda_function_url.this[0].qualifier == "live" && aws_lambda_function_event_invoke_config.this[0].qualifier == "live"
    )
    error_message = "Permissions, URL and settings must be those of the alias."
  }

  assert {
    condition     = aws_lambda_event_source_mapping.this["orders"].function_name == aws_lambda_alias.this[0].arn
    error_message = "Event sources must invoke the alias."
  }

  assert {
    condition     = output.alias_arn == aws_lambda_alias.this[0].arn && output.invocation_arn == aws_lambda_alias.this[0].arn && output.api_gateway_invocation_arn == aws_lambda_alias.this[0].invoke_arn
    error_message = "The outputs must be those of the alias."
  }
}

run "queue_is_read_by_default_settings" {
  variables {
    event_sources = { orders = { event_source_arn = "arn:aws:sqs:eu-central-1:111122223333:orders" } }
  }

  assert {
    condition     = aws_lambda_event_source_mapping.this["orders"].event_source_arn == "arn:aws:sqs:eu-central-1:111122223333:orders" && aws_lambda_event_source_mapping.this["orders"].enabled && aws_lambda_event_source_mapping.this["orders"].function_name == aws_lambda_function.this.arn
    error_message = "The function must be invoked with the messages of the queue."
  }

  assert {
    condition = (
      length(aws_lambda_event_source_mapping.this["orders"].filter_criteria) + length(aws_lambda_event_source_mapping.this["orders"].scaling_config) +
      length(aws_lambda_event_source_mapping.this["orders"].destination_config) == 0 && aws_lambda_event_source_mapping.this["orders"].function_response_types == null
    )
    error_message = "Filters, limits and destinations must be left out unless they are given."
  }

  assert {
    condition     = output.event_source_mapping_ids == { orders = aws_lambda_event_source_mapping.this["orders"].uuid }
    error_message = "Event source mappings must be found by the keys that were given."
  }
}

run "event_source_settings_are_passed_on" {
  command = plan

  variables {
    event_sources = {
      orders = {
        event_source_arn           = "arn:aws:sqs:eu-central-1:111122223333:orders"
        enabled                    = false
        batch_size                 = 5
        filter_patterns            = ["{\"body\":{\"kind\":[\"order\"]}}"]
        report_batch_item_failures = true
        maximum_concurrency        = 10
      }
      clicks = {
        event_source_arn                   = "arn:aws:kinesis:eu-central-1:111122223333:stream/clicks"
        starting_position                  = "LATEST"
        maximum_batching_window_in_seconds = 30
        parallelization_factor             = 2
        maximum_retry_attempts             = 3
        maximum_record_age_in_seconds      = 3600
        bisect_batch_on_function_error     = true
        on_failure_arn                     = "arn:aws:sqs:eu-central-1:111122223333:clicks-failed"
      }
    }
    tags = { team = "payments" }
  }

  assert {
    condition = (
      !aws_lambda_event_source_mapping.this["orders"].enabled && aws_lambda_event_source_mapping.this["orders"].batch_size == 5 &&
      aws_lambda_event_source_mapping.this["orders"].function_response_types == toset(["ReportBatchItemFailures"]) && aws_lambda_event_source_mapping.this["orders"].scaling_config[0].maximum_concurrency == 10
    )
    error_message = "The settings of a queue must be passed on."
  }

  assert {
    condition     = one(aws_lambda_event_source_mapping.this["orders"].filter_criteria[0].filter).pattern == "{\"body\":{\"kind\":[\"order\"]}}"
    error_message = "The filter pattern must be passed on."
  }

  assert {
    condition = (
      aws_lambda_event_source_mapping.this["clicks"].starting_position == "LATEST" && aws_lambda_event_source_mapping.this["clicks"].maximum_batching_window_in_seconds == 30 && aws_lambda_event_source_mapping.this["clicks"].parallelization_factor == 2 &&
      aws_lambda_event_source_mapping.this["clicks"].maximum_retry_attempts == 3 && aws_lambda_event_source_mapping.this["clicks"].maximum_record_age_in_seconds == 3600 && aws_lambda_event_source_mapping.this["clicks"].bisect_batch_on_function_error
    )
    error_message = "The settings of a stream must be passed on."
  }

  assert {
    condition     = aws_lambda_event_source_mapping.this["clicks"].destination_config[0].on_failure[0].destination_arn == "arn:aws:sqs:eu-central-1:111122223333:clicks-failed" && aws_lambda_event_source_mapping.this["clicks"].tags == tomap({ team = "payments" })
    error_message = "The queue must be told of batches that failed, and the mapping carry the given tags."
  }
}
