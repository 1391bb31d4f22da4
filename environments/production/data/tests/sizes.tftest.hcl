mock_provider "aws" {
  source          = "../../../infra-packages/aws/mock-defaults"
  override_during = plan # so that a plan knows what is computed (Terraform 1.11)
}

override_data {
  target = data.terraform_remote_state.network
  values = {
    outputs = { network = { vpc_id = "vpc-0123456789abcdef0" } }
  }
}

variables {
  account_id = "111122223333"
  region     = "eu-central-1"
}

run "data_of_production" {
  command = plan

  assert {
    condition     = local.state_bucket == "example-production-terraform-state-111122223333"
    error_message = "The state of the network must be read from the bucket of production."
  }

  assert {
    condition     = { for s in jsondecode(module.data.documents_policy_json).Statement : s.Sid => s }.DenyReadingFromOtherNetworks.Condition.StringNotEquals == { "aws:SourceVpc" = "vpc-0123456789abcdef0" }
    error_message = "Documents must be read from the network of production only."
  }

  assert {
    condition     = module.data.protected
    error_message = "Terraform must refuse to destroy the data of production."
  }
}
