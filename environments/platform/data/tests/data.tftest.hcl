mock_provider "aws" {
  source = "../../../infra-packages/aws/mock-defaults"
}

variables {
  environment = "test"
  vpc_id      = "vpc-0123456789abcdef0"
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

run "documents_are_encrypted_and_kept" {
  variables {
    protected = false
  }

  assert {
    condition     = module.documents.kms_key_arn == output.key_arn && module.documents.versioning_status == "Enabled"
    error_message = "Documents must be encrypted with the key, and earlier versions be kept."
  }

  assert {
    condition     = output.documents_bucket_arn == module.documents.bucket_arn && output.documents_bucket_name == module.documents.bucket_id
    error_message = "The outputs must be those of the bucket."
  }

  assert {
    condition     = !output.protected
    error_message = "Destroying must be possible where it was allowed."
  }
}

run "documents_are_read_from_the_network_only" {
  command = plan

  assert {
    condition = { for s in jsondecode(output.documents_policy_json).Statement : s.Sid => s }.DenyReadingFromOtherNetworks == {
      Sid       = "DenyReadingFromOtherNetworks"
      Effect    = "Deny"
      Principal = { AWS = "*" }
      Action    = "s3:GetObject"
      Resource  = "arn:aws:s3:::example-test-documents-111122223333/*"
      Condition = {
        StringNotEquals = { "aws:SourceVpc" = "vpc-0123456789abcdef0" }
        Bool            = { "aws:ViaAWSService" = "false" }
      }
    }
    error_message = "Nobody must read documents from another network."
  }

  assert {
    condition     = { for s in jsondecode(module.access_logs.policy_json).Statement : s.Sid => s }.AllowServerAccessLogDelivery.Condition.ArnLike == { "aws:SourceArn" = ["arn:aws:s3:::example-test-documents-111122223333"] }
    error_message = "Accesses to documents, and nothing else, must be logged."
  }
}
