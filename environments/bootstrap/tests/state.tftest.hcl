mock_provider "aws" {
  source          = "../../infra-packages/aws/mock-defaults"
  override_during = plan # so that a plan knows what is computed (Terraform 1.11)
}

variables {
  environment = "production"
  account_id  = "111122223333"
  region      = "eu-central-1"
}

run "bucket_of_the_environment" {
  command = plan

  assert {
    condition     = { for s in jsondecode(module.state.bucket_policy_json).Statement : s.Sid => s }.DenyBucketDeletion.Resource == "arn:aws:s3:::example-production-terraform-state-111122223333"
    error_message = "The bucket must have the name that the root modules of the environment expect, and nobody must be able to delete it."
  }

  assert {
    condition     = module.state.lock_table_name == null
    error_message = "States must be locked by a file."
  }

  assert {
    condition     = keys(output.access_policy_arns) == ["deploy", "plan"]
    error_message = "There must be a policy for roles that plan, and one for roles that deploy."
  }
}
