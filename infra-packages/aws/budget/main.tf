locals {
  notifications = concat(
    [for threshold in var.thresholds.actual : { type = "ACTUAL", threshold = threshold }],
    [for threshold in var.thresholds.forecast : { type = "FORECASTED", threshold = threshold }],
  )

  filters = merge(
    {
      Service        = var.filters.services
      LinkedAccount  = var.filters.accounts
      Region         = var.filters.regions
      UsageType      = var.filters.usage_types
      UsageTypeGroup = var.filters.usage_type_groups
    },
    { TagKeyValue = flatten([for key, values in var.filters.tags : [for value in values : format("user:%s$%s", key, value)]]) },
  )
}

resource "aws_budgets_budget" "this" {
  name         = var.name
  budget_type  = var.budget_type
  limit_amount = var.limit_amount == null ? null : tostring(var.limit_amount)
  limit_unit   = var.limit_amount == null ? null : var.limit_unit
  time_unit    = var.time_unit

  dynamic "auto_adjust_data" {
    for_each = var.auto_adjust == null ? [] : [var.auto_adjust]

    content {
      auto_adjust_type = auto_adjust_data.value.periods == null ? "FORECAST" : "HISTORICAL"

      dynamic "historical_options" {
        for_each = auto_adjust_data.value.periods == null ? [] : [auto_adjust_data.value.periods]

        content {
          budget_adjustment_period = historical_options.value
        }
      }
    }
  }

  dynamic "cost_types" {
    for_each = var.budget_type == "COST" ? [1] : []

    content {
      include_credit = var.include_credits_and_refunds
      include_refund = var.include_credits_and_refunds
      use_amortized  = var.use_amortized_costs
    }
  }

  dynamic "cost_filter" {
    for_each = { for name, values in local.filters : name => values if length(values) > 0 }

    content {
      name   = cost_filter.key
      values = cost_filter.value
    }
  }

  dynamic "notification" {
    for_each = local.notifications

    content {
      comparison_operator        = "GREATER_THAN"
      notification_type          = notification.value.type
      threshold                  = notification.value.threshold
      threshold_type             = "PERCENTAGE"
      subscriber_email_addresses = var.email_addresses
      subscriber_sns_topic_arns  = var.sns_topic[*].arn
    }
  }

  tags = var.tags

  lifecycle {
    precondition {
      condition     = (var.limit_amount == null) != (var.auto_adjust == null)
      error_message = "The budget needs either a limit_amount or auto_adjust."
    }

    precondition {
      condition     = var.budget_type == "COST" || var.limit_unit != "USD" || var.limit_amount == null
      error_message = "The limit_unit of a usage budget is what it counts, such as GB."
    }

    precondition {
      condition     = var.budget_type == "COST" || length(var.filters.usage_types) + length(var.filters.usage_type_groups) > 0
      error_message = "A usage budget needs a filter for usage_types or usage_type_groups, which have the same unit."
    }

    precondition {
      condition     = var.time_unit != "DAILY" || (length(var.thresholds.forecast) == 0 && var.auto_adjust == null)
      error_message = "A daily budget has neither forecasts nor auto_adjust."
    }

    precondition {
      condition     = length(var.email_addresses) > 0 || var.sns_topic != null
      error_message = "Nobody would hear of the budget: give email_addresses or sns_topic."
    }
  }
}
