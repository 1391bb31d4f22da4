mock_provider "aws" {
  source = "../mock-defaults"
}

variables {
  name = "orders"
}

run "service_without_data" {
  assert {
    condition     = output.bucket_arn == null && output.table_arn == null && output.queue_arn == null
    error_message = "Nothing must be created that was not asked for."
  }

  assert {
    condition     = output.environment_variables == {}
    error_message = "A service without data needs no variables."
  }

  assert {
    condition     = jsondecode(output.role_policy_json).Statement[*].Sid == ["WriteLogs"]
    error_message = "The role must be able to write logs, and nothing else."
  }

  assert {
    condition     = { for s in jsondecode(output.role_policy_json).Statement : s.Sid => s }.WriteLogs.Resource == "${module.observability.log_group_arns["/services/orders"]}:log-stream:*"
    error_message = "The role must write the logs of this service only."
  }

  assert {
    condition     = keys(output.alarm_arns) == ["errors"]
    error_message = "Errors in the logs must raise an alarm."
  }

  assert {
    condition     = output.log_group_name == "/services/orders" && output.dashboard_name == "orders"
    error_message = "The log group and the dashboard must be named after the service."
  }

  assert {
    condition     = output.key_arn == module.key.key_arn && output.role_arn == module.role.role_arn
    error_message = "The outputs must be those of the modules."
  }

  assert {
    condition     = output.instance_profile_name == null
    error_message = "Only a service on EC2 needs an instance profile."
  }
}

run "logs_are_encrypted_with_the_key" {
  assert {
    condition     = { for s in jsondecode(module.key.policy_json).Statement : s.Sid => s }.CloudWatchLogs.Principal == { Service = "logs.eu-central-1.amazonaws.com" }
    error_message = "CloudWatch Logs of the Region must be allowed to use the key."
  }

  assert {
    condition     = { for s in jsondecode(module.key.policy_json).Statement : s.Sid => s }.CloudWatchLogs.Condition.StringLike == { "kms:EncryptionContext:aws:logs:arn" = ["arn:aws:logs:eu-central-1:111122223333:log-group:/services/orders"] }
    error_message = "It must be allowed for the log group of the service only."
  }
}

run "tasks_of_this_account_assume_the_role" {
  assert {
    condition     = { for s in jsondecode(module.role.trust_policy_json).Statement : s.Sid => s }.RunTheService.Principal == { Service = "ecs-tasks.amazonaws.com" }
    error_message = "Tasks of ECS must assume the role."
  }

  assert {
    condition     = { for s in jsondecode(module.role.trust_policy_json).Statement : s.Sid => s }.RunTheService.Condition.StringEquals["aws:SourceAccount"] == ["111122223333"]
    error_message = "They must be tasks of this account."
  }
}
