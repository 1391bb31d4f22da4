mock_provider "aws" {
  source = "../mock-defaults"
}

variables {
  description = "Application data at rest"
}

run "key_is_symmetric_and_rotates_yearly" {
  assert {
    condition     = aws_kms_key.this.key_usage == "ENCRYPT_DECRYPT" && aws_kms_key.this.customer_master_key_spec == "SYMMETRIC_DEFAULT"
    error_message = "The default key must be a symmetric encryption key."
  }

  assert {
    condition     = aws_kms_key.this.enable_key_rotation && aws_kms_key.this.rotation_period_in_days == 365
    error_message = "The default key must rotate every 365 days."
  }

  assert {
    condition     = aws_kms_key.this.deletion_window_in_days == 30
    error_message = "The default deletion window must be the longest one."
  }

  assert {
    condition     = aws_kms_key.this.is_enabled && !aws_kms_key.this.multi_region
    error_message = "The default key must be enabled and bound to one Region."
  }

  assert {
    condition     = output.rotation_enabled
    error_message = "The output must say that the key rotates."
  }
}

run "policy_lets_iam_policies_grant_use_of_the_key" {
  assert {
    condition     = jsondecode(output.policy_json).Statement[*].Sid == ["DelegateAccessToIam"]
    error_message = "The default key policy must consist of the account's statement."
  }

  assert {
    condition     = one(jsondecode(output.policy_json).Statement).Principal == { AWS = "arn:aws:iam::111122223333:root" }
    error_message = "The default statement must name the account root, which stands for IAM policies."
  }

  assert {
    condition     = one(jsondecode(output.policy_json).Statement).Action == ["kms:*"]
    error_message = "IAM policies of the account must be able to grant every action, or nobody could use the key."
  }
}

run "outputs_identify_the_key" {
  assert {
    condition     = output.key_arn == aws_kms_key.this.arn && output.key_id == aws_kms_key.this.key_id
    error_message = "The outputs must be those of the key."
  }
}

run "no_alias_is_created" {
  assert {
    condition     = length(aws_kms_alias.this) == 0 && length(output.alias_arns) == 0
    error_message = "No alias must be created unless one is asked for."
  }
}
