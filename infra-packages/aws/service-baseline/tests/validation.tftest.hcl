mock_provider "aws" {
  source = "../mock-defaults"
}

variables {
  name = "orders"
}

run "name_with_underscore" {
  command = plan

  variables {
    name = "order_service"
  }

  expect_failures = [var.name]
}

run "name_too_long" {
  command = plan

  variables {
    name = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
  }

  expect_failures = [var.name]
}

run "unknown_runtime" {
  command = plan

  variables {
    runs_on = "fargate"
  }

  expect_failures = [var.runs_on]
}

run "alarm_sooner_than_a_retry" {
  command = plan

  variables {
    queue = { visibility_timeout_seconds = 900, oldest_message_seconds = 900 }
  }

  expect_failures = [var.queue]
}

run "policy_name_of_the_module" {
  command = plan

  variables {
    additional_policies = { baseline = "{}" }
  }

  expect_failures = [var.additional_policies]
}

run "negative_errors" {
  command = plan

  variables {
    errors_per_minute = -1
  }

  expect_failures = [var.errors_per_minute]
}
