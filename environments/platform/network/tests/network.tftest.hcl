mock_provider "aws" {
  source = "../../../infra-packages/aws/mock-defaults"
}

variables {
  environment = "test"
  cidr_block  = "10.0.0.0/16"
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

run "sizes_are_passed_on" {
  variables {
    availability_zone_count = 2
    nat_gateway_mode        = "single"
    protected               = false
  }

  assert {
    condition     = length(output.availability_zones) == 2 && length(output.private_subnet_ids) == 2 && keys(output.nat_public_ips) == ["eu-central-1a"]
    error_message = "Two zones with one NAT gateway must be created."
  }

  assert {
    condition     = output.vpc_id == module.vpc.vpc_id && output.vpc_cidr_block == "10.0.0.0/16"
    error_message = "The outputs must be those of the VPC."
  }

  assert {
    condition     = length(terraform_data.destroy_guard) == 0 && !output.protected
    error_message = "Destroying must be possible where it was allowed."
  }
}

run "flow_logs_are_encrypted_with_their_key" {
  command = plan

  assert {
    condition     = { for s in jsondecode(module.flow_logs_key.policy_json).Statement : s.Sid => s }.CloudWatchLogs.Condition.StringLike == { "kms:EncryptionContext:aws:logs:arn" = ["arn:aws:logs:eu-central-1:111122223333:log-group:/aws/vpc-flow-logs/example-test"] }
    error_message = "CloudWatch Logs must use the key for this log group only."
  }

  assert {
    condition     = module.vpc.flow_log_group_name == "/aws/vpc-flow-logs/example-test"
    error_message = "The flow logs must be written to the log group that the policy of the key names."
  }
}
