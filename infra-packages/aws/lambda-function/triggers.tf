locals {
  # With an alias, everything that invokes the function goes through it.
  qualifier = one(aws_lambda_alias.this[*].name)
}

resource "aws_lambda_permission" "this" {
  for_each = var.callers

  statement_id     = each.key
  function_name    = aws_lambda_function.this.function_name
  qualifier        = local.qualifier
  action           = "lambda:InvokeFunction"
  principal        = each.value.principal
  source_arn       = each.value.source_arn
  source_account   = each.value.source_account
  principal_org_id = each.value.organization_id
}

# A caller of the URL needs both permissions.
resource "aws_lambda_permission" "url" {
  for_each = { for sid, caller in var.callers : sid => caller if caller.through_url }

  statement_id           = "${each.key}Url"
  function_name          = aws_lambda_function.this.function_name
  qualifier              = local.qualifier
  action                 = "lambda:InvokeFunctionUrl"
  function_url_auth_type = "AWS_IAM"
  principal              = each.value.principal
  source_arn             = each.value.source_arn
  source_account         = each.value.source_account
  principal_org_id       = each.value.organization_id

  lifecycle {
    precondition {
      condition     = var.function_url != null
      error_message = "The caller ${each.key} comes through a URL, but the function has none: set function_url."
    }
  }
}

resource "aws_lambda_event_source_mapping" "this" {
  for_each = var.event_sources

  function_name    = var.alias_name == null ? aws_lambda_function.this.arn : aws_lambda_alias.this[0].arn
  event_source_arn = each.value.event_source_arn
  enabled          = each.value.enabled

  batch_size                         = each.value.batch_size
  maximum_batching_window_in_seconds = each.value.maximum_batching_window_in_seconds
  starting_position                  = each.value.starting_position
  parallelization_factor             = each.value.parallelization_factor
  maximum_retry_attempts             = each.value.maximum_retry_attempts
  maximum_record_age_in_seconds      = each.value.maximum_record_age_in_seconds
  bisect_batch_on_function_error     = each.value.bisect_batch_on_function_error
  function_response_types            = each.value.report_batch_item_failures ? ["ReportBatchItemFailures"] : null

  dynamic "filter_criteria" {
    for_each = length(each.value.filter_patterns) == 0 ? [] : [each.value.filter_patterns]

    content {
      dynamic "filter" {
        for_each = filter_criteria.value

        content {
          pattern = filter.value
        }
      }
    }
  }

  dynamic "scaling_config" {
    for_each = each.value.maximum_concurrency == null ? [] : [each.value.maximum_concurrency]

    content {
      maximum_concurrency = scaling_config.value
    }
  }

  dynamic "destination_config" {
    for_each = each.value.on_failure_arn == null ? [] : [each.value.on_failure_arn]

    content {
      on_failure {
        destination_arn = destination_config.value
      }
    }
  }

  tags = var.tags
}
