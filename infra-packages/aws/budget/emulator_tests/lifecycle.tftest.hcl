# Moto knows neither anomaly monitors nor their subscriptions, so there are none here.
variables {
  name            = "account"
  limit_amount    = 500
  email_addresses = ["platform@example.com"]
  filters         = { regions = ["us-east-1"] }
  tags            = { team = "platform" }
}

run "creates_the_budget" {
  assert {
    condition     = output.budget_arn != "" && output.budget_name == "account"
    error_message = "The budget must have been created."
  }
}

run "again_without_changes" {
  command = plan
}

run "takes_other_inputs" {
  variables {
    limit_amount    = 750
    thresholds      = { actual = [90], forecast = [110] }
    email_addresses = ["platform@example.com", "finance@example.com"]
    tags            = { team = "finance" }
  }

  assert {
    condition     = output.budget_arn == run.creates_the_budget.budget_arn
    error_message = "The budget must be updated, not replaced."
  }

  assert {
    condition     = tonumber(aws_budgets_budget.this.limit_amount) == 750 && length(aws_budgets_budget.this.notification) == 2
    error_message = "The budget must have the new limit and thresholds."
  }
}

run "other_inputs_again_without_changes" {
  command = plan

  variables {
    limit_amount    = 750
    thresholds      = { actual = [90], forecast = [110] }
    email_addresses = ["platform@example.com", "finance@example.com"]
    tags            = { team = "finance" }
  }
}
