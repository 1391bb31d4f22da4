mock_provider "aws" {
  source = "../mock-defaults"
}

variables {
  name         = "payments"
  limit_amount = 500
  sns_topic    = { arn = "arn:aws:sns:eu-central-1:111122223333:costs" }
}

run "topic_is_told" {
  command = plan

  variables {
    thresholds = { actual = [50], forecast = [] }
    tags       = { team = "payments" }
  }

  assert {
    condition     = [for each in aws_budgets_budget.this.notification : [each.notification_type, each.threshold]] == [["ACTUAL", 50]]
    error_message = "Thresholds must be those given."
  }

  assert {
    condition     = alltrue([for each in aws_budgets_budget.this.notification : each.subscriber_sns_topic_arns == toset(["arn:aws:sns:eu-central-1:111122223333:costs"]) && length(each.subscriber_email_addresses) == 0])
    error_message = "The topic must be told, and nobody else."
  }

  assert {
    condition     = aws_budgets_budget.this.tags == tomap({ team = "payments" })
    error_message = "The budget must carry the given tags."
  }
}

run "costs_are_filtered" {
  command = plan

  variables {
    filters = {
      services          = ["Amazon Simple Queue Service"]
      accounts          = ["444455556666"]
      regions           = ["eu-central-1", "eu-west-1"]
      tags              = { team = ["payments", "billing"], stage = ["production"] }
      usage_types       = ["EUC1-Requests"]
      usage_type_groups = ["S3: Data Transfer - Internet (Out)"]
    }
    include_credits_and_refunds = true
    use_amortized_costs         = true
  }

  assert {
    condition = { for filter in aws_budgets_budget.this.cost_filter : filter.name => join(", ", sort(filter.values)) } == {
      Service        = "Amazon Simple Queue Service"
      LinkedAccount  = "444455556666"
      Region         = "eu-central-1, eu-west-1"
      TagKeyValue    = "user:stage$production, user:team$billing, user:team$payments"
      UsageType      = "EUC1-Requests"
      UsageTypeGroup = "S3: Data Transfer - Internet (Out)"
    }
    error_message = "Each filter must have the given values."
  }

  assert {
    condition     = aws_budgets_budget.this.cost_types[0].include_credit && aws_budgets_budget.this.cost_types[0].include_refund && aws_budgets_budget.this.cost_types[0].use_amortized
    error_message = "Credits, refunds and amortization must be as given."
  }
}

run "usage_budget" {
  command = plan

  variables {
    budget_type = "USAGE"
    time_unit   = "DAILY"
    limit_unit  = "GB"
    thresholds  = { forecast = [] }
    filters     = { usage_type_groups = ["S3: Data Transfer - Internet (Out)"] }
  }

  assert {
    condition     = aws_budgets_budget.this.budget_type == "USAGE" && aws_budgets_budget.this.limit_unit == "GB" && aws_budgets_budget.this.time_unit == "DAILY"
    error_message = "The budget must be about the usage of a day."
  }

  assert {
    condition     = length(aws_budgets_budget.this.cost_types) == 0
    error_message = "Usage has no kinds of costs."
  }
}

run "limit_follows_earlier_periods" {
  command = plan

  variables {
    limit_amount = null
    auto_adjust  = { periods = 6 }
  }

  assert {
    condition     = aws_budgets_budget.this.auto_adjust_data[0].auto_adjust_type == "HISTORICAL" && aws_budgets_budget.this.auto_adjust_data[0].historical_options[0].budget_adjustment_period == 6
    error_message = "The limit must follow the last six months."
  }
}

run "limit_follows_the_forecast" {
  command = plan

  variables {
    limit_amount = null
    auto_adjust  = {}
  }

  assert {
    condition     = aws_budgets_budget.this.auto_adjust_data[0].auto_adjust_type == "FORECAST" && length(aws_budgets_budget.this.auto_adjust_data[0].historical_options) == 0
    error_message = "The limit must follow the forecast."
  }
}
