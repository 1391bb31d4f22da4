mock_provider "aws" {
  source = "../mock-defaults"
}

variables {
  name            = "account"
  limit_amount    = 500
  email_addresses = ["platform@example.com"]
}

run "budget_is_about_all_costs_of_a_month" {
  command = plan

  assert {
    condition     = aws_budgets_budget.this.budget_type == "COST" && aws_budgets_budget.this.time_unit == "MONTHLY"
    error_message = "The budget must be about the costs of a month."
  }

  assert {
    condition     = aws_budgets_budget.this.limit_amount == "500" && aws_budgets_budget.this.limit_unit == "USD"
    error_message = "The limit must be the given one, in US dollars."
  }

  assert {
    condition     = length(aws_budgets_budget.this.cost_filter) == 0 && length(aws_budgets_budget.this.auto_adjust_data) == 0
    error_message = "Without filters, all costs must be counted, against a fixed limit."
  }

  assert {
    condition     = !aws_budgets_budget.this.cost_types[0].include_credit && !aws_budgets_budget.this.cost_types[0].include_refund && !aws_budgets_budget.this.cost_types[0].use_amortized
    error_message = "Credits and refunds must not hide what is spent."
  }
}

run "subscribers_hear_of_costs_and_forecasts" {
  command = plan

  assert {
    condition = toset([for each in aws_budgets_budget.this.notification : "${each.notification_type} ${each.threshold} ${each.threshold_type} ${each.comparison_operator}"]) == toset([
      "ACTUAL 80 PERCENTAGE GREATER_THAN",
      "ACTUAL 100 PERCENTAGE GREATER_THAN",
      "FORECASTED 100 PERCENTAGE GREATER_THAN",
    ])
    error_message = "Subscribers must be told at 80 and 100 percent, and when AWS expects more than 100."
  }

  assert {
    condition     = alltrue([for each in aws_budgets_budget.this.notification : each.subscriber_email_addresses == toset(["platform@example.com"]) && length(each.subscriber_sns_topic_arns) == 0])
    error_message = "The given address must be told of each threshold."
  }
}

run "outputs_describe_the_budget" {
  assert {
    condition     = output.budget_name == "account" && output.budget_arn == aws_budgets_budget.this.arn
    error_message = "The outputs must be those of the budget."
  }

  assert {
    condition     = output.anomaly_monitor_arn == null && length(output.anomaly_subscription_arns) == 0
    error_message = "Nothing must watch for anomalies unless it is asked for."
  }
}
