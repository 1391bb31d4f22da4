mock_provider "aws" {
  source = "../mock-defaults"
}

variables {
  name            = "account"
  limit_amount    = 500
  email_addresses = ["platform@example.com"]
}

run "name_with_colon" {
  command = plan

  variables {
    name = "team:payments"
  }

  expect_failures = [var.name]
}

run "limit_of_zero" {
  command = plan

  variables {
    limit_amount = 0
  }

  expect_failures = [var.limit_amount]
}

run "unknown_budget_type" {
  command = plan

  variables {
    budget_type = "CARBON"
  }

  expect_failures = [var.budget_type]
}

run "unknown_time_unit" {
  command = plan

  variables {
    time_unit = "WEEKLY"
  }

  expect_failures = [var.time_unit]
}

run "no_period_to_follow" {
  command = plan

  variables {
    limit_amount = null
    auto_adjust  = { periods = 0 }
  }

  expect_failures = [var.auto_adjust]
}

run "threshold_of_zero" {
  command = plan

  variables {
    thresholds = { actual = [0] }
  }

  expect_failures = [var.thresholds]
}

run "threshold_too_high" {
  command = plan

  variables {
    thresholds = { forecast = [1001] }
  }

  expect_failures = [var.thresholds]
}

run "equal_thresholds" {
  command = plan

  variables {
    thresholds = { actual = [80, 80] }
  }

  expect_failures = [var.thresholds]
}

run "no_threshold" {
  command = plan

  variables {
    thresholds = { actual = [], forecast = [] }
  }

  expect_failures = [var.thresholds]
}

run "too_many_thresholds" {
  command = plan

  variables {
    thresholds = { actual = [50, 60, 70, 80, 90] }
  }

  expect_failures = [var.thresholds]
}

run "email_address_without_at_sign" {
  command = plan

  variables {
    email_addresses = ["platform"]
  }

  expect_failures = [var.email_addresses]
}

run "too_many_email_addresses" {
  command = plan

  variables {
    email_addresses = [for number in range(11) : "user-${number}@example.com"]
  }

  expect_failures = [var.email_addresses]
}

run "topic_must_be_an_arn" {
  command = plan

  variables {
    sns_topic = { arn = "costs" }
  }

  expect_failures = [var.sns_topic]
}

run "topic_must_not_be_fifo" {
  command = plan

  variables {
    sns_topic = { arn = "arn:aws:sns:eu-central-1:111122223333:costs.fifo" }
  }

  expect_failures = [var.sns_topic]
}

run "account_must_be_an_account_id" {
  command = plan

  variables {
    filters = { accounts = ["payments"] }
  }

  expect_failures = [var.filters]
}

run "anomaly_without_impact" {
  command = plan

  variables {
    anomaly_monitor = { minimum_impact = 0 }
  }

  expect_failures = [var.anomaly_monitor]
}

run "tag_reserved_by_aws" {
  command = plan

  variables {
    tags = { "aws:owner" = "payments" }
  }

  expect_failures = [var.tags]
}

run "budget_without_limit" {
  command = plan

  variables {
    limit_amount = null
  }

  expect_failures = [aws_budgets_budget.this]
}

run "budget_with_two_limits" {
  command = plan

  variables {
    auto_adjust = {}
  }

  expect_failures = [aws_budgets_budget.this]
}

run "usage_is_not_counted_in_dollars" {
  command = plan

  variables {
    budget_type = "USAGE"
    filters     = { usage_types = ["EUC1-Requests"] }
  }

  expect_failures = [aws_budgets_budget.this]
}

run "usage_budget_needs_a_kind_of_usage" {
  command = plan

  variables {
    budget_type = "USAGE"
    limit_unit  = "GB"
  }

  expect_failures = [aws_budgets_budget.this]
}

run "daily_budget_has_no_forecast" {
  command = plan

  variables {
    time_unit = "DAILY"
  }

  expect_failures = [aws_budgets_budget.this]
}

run "daily_budget_does_not_adjust" {
  command = plan

  variables {
    time_unit    = "DAILY"
    limit_amount = null
    auto_adjust  = {}
    thresholds   = { forecast = [] }
  }

  expect_failures = [aws_budgets_budget.this]
}

run "somebody_must_hear_of_the_budget" {
  command = plan

  variables {
    email_addresses = []
  }

  expect_failures = [aws_budgets_budget.this]
}
