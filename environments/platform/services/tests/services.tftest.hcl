mock_provider "aws" {
  source = "../../../infra-packages/aws/mock-defaults"
}

variables {
  environment           = "test"
  network               = { vpc_id = "vpc-0123456789abcdef0" }
  documents             = { bucket_arn = "arn:aws:s3:::example-documents", key_arn = "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000" }
  alert_email_addresses = ["team@example.com"]
  monthly_budget        = 100
}

run "destroying_is_refused" {
  command = plan

  assert {
    condition     = length(terraform_data.destroy_guard) == 1 && output.protected
    error_message = "The guard against destroying must be there unless it is switched off."
  }
}

run "unknown_environment" {
  command = plan

  variables {
    environment = "Pre-Production"
  }

  expect_failures = [var.environment]
}

run "the_service_finds_its_data" {
  variables {
    protected = false
  }

  assert {
    condition     = keys(output.orders_environment_variables) == ["QUEUE_URL", "TABLE_NAME"] && output.orders_role_arn == module.orders.role_arn
    error_message = "The service must have a role, a table and a queue."
  }

  assert {
    condition     = output.orders_security_group_id == aws_security_group.orders.id && aws_security_group.orders.vpc_id == "vpc-0123456789abcdef0"
    error_message = "Its tasks must be in the given network."
  }

  assert {
    condition     = aws_vpc_security_group_egress_rule.orders_https.from_port == 443 && aws_vpc_security_group_egress_rule.orders_https.to_port == 443
    error_message = "Its tasks must reach others over TLS only."
  }

  assert {
    condition     = !output.protected
    error_message = "Destroying must be possible where it was allowed."
  }
}

run "alarms_and_costs_are_reported" {
  variables {
    protected = false
  }

  assert {
    condition     = length(output.alarm_arns) == 5 && output.alerts_topic_arn == aws_sns_topic.alerts.arn
    error_message = "There must be alarms, and a topic for them."
  }

  assert {
    condition     = [for subscription in aws_sns_topic_subscription.alerts : subscription.endpoint] == ["team@example.com"]
    error_message = "The given addresses must be told."
  }

  assert {
    condition     = output.budget_name == "example-test"
    error_message = "The environment must have a budget."
  }

  assert {
    condition     = aws_sns_topic.alerts.kms_master_key_id == module.alerts_key.key_arn
    error_message = "Alerts must be encrypted."
  }

  assert {
    condition     = one(jsondecode(aws_sns_topic_policy.alerts.policy).Statement).Condition == { StringEquals = { "aws:SourceAccount" = "111122223333" } }
    error_message = "Alerts of other accounts must not be published."
  }
}
