mock_provider "aws" {
  source = "../../../infra-packages/aws/mock-defaults"
}

override_data {
  target = data.terraform_remote_state.network
  values = {
    outputs = { network = { vpc_id = "vpc-0123456789abcdef0" } }
  }
}

override_data {
  target = data.terraform_remote_state.data
  values = {
    outputs = {
      data = {
        documents_bucket_arn = "arn:aws:s3:::example-documents"
        key_arn              = "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000"
      }
    }
  }
}

variables {
  account_id = "111122223333"
  region     = "eu-central-1"

  alert_email_addresses = ["team@example.com"]
  monthly_budget        = 5000
}

run "services_of_production" {
  command = plan

  assert {
    condition     = module.services.budget_name == "example-production"
    error_message = "The budget must be that of production."
  }

  assert {
    condition     = toset(keys(module.services.alarm_arns)) == toset(["dead-letters", "errors", "old-messages", "throttled-reads", "throttled-writes"])
    error_message = "Errors, the queue and the table must be watched in production as everywhere."
  }

  assert {
    condition     = module.services.protected
    error_message = "Terraform must refuse to destroy the services of production."
  }
}
