mock_provider "aws" {
  source = "../mock-defaults"
}

variables {
  description = "Application data at rest"
}

run "administrators_and_users_are_separated" {
  command = plan

  variables {
    administrators = ["arn:aws:iam::111122223333:role/key-administrator"]
    users          = ["arn:aws:iam::111122223333:role/application", "arn:aws:iam::444455556666:role/reader"]
  }

  assert {
    condition     = jsondecode(aws_kms_key.this.policy).Statement[*].Sid == ["DelegateAccessToIam", "KeyAdministration", "KeyUsage"]
    error_message = "Administrators and users must each have their own statement."
  }

  assert {
    condition = length(setintersection(
      toset({ for s in jsondecode(aws_kms_key.this.policy).Statement : s.Sid => s }.KeyAdministration.Action),
      toset(["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"]),
    )) == 0
    error_message = "Administrators must not be able to use the key for cryptography."
  }

  assert {
    condition     = { for s in jsondecode(aws_kms_key.this.policy).Statement : s.Sid => s }.KeyUsage.Principal.AWS == ["arn:aws:iam::111122223333:role/application", "arn:aws:iam::444455556666:role/reader"]
    error_message = "The usage statement must name exactly the users."
  }

  assert {
    condition = toset({ for s in jsondecode(aws_kms_key.this.policy).Statement : s.Sid => s }.KeyUsage.Action) == toset([
      "kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*",
    ])
    error_message = "Users must have the actions of a symmetric encryption key and no others."
  }
}

run "usage_actions_follow_the_key_usage" {
  command = plan

  variables {
    key_usage = "SIGN_VERIFY"
    key_spec  = "ECC_NIST_P384"
    users     = ["arn:aws:iam::111122223333:role/signer"]
  }

  assert {
    condition = toset({ for s in jsondecode(aws_kms_key.this.policy).Statement : s.Sid => s }.KeyUsage.Action) == toset([
      "kms:DescribeKey", "kms:GetPublicKey", "kms:Sign", "kms:Verify",
    ])
    error_message = "Users of a signing key must be able to sign and verify, and nothing else."
  }
}

run "grants_are_limited_to_aws_resources" {
  command = plan

  variables {
    grant_creators = ["arn:aws:iam::111122223333:role/autoscaling"]
  }

  assert {
    condition     = contains({ for s in jsondecode(aws_kms_key.this.policy).Statement : s.Sid => s }.GrantsForAwsResources.Action, "kms:CreateGrant")
    error_message = "Grant creators must be able to create grants."
  }

  assert {
    condition     = { for s in jsondecode(aws_kms_key.this.policy).Statement : s.Sid => s }.GrantsForAwsResources.Condition.Bool["kms:GrantIsForAWSResource"] == "true"
    error_message = "Grants must be limited to AWS services that act for the principal."
  }
}

run "service_without_limits_serves_this_account_only" {
  command = plan

  variables {
    service_principals = {
      TopicDelivery = { service = "sns.amazonaws.com" }
    }
  }

  assert {
    condition     = { for s in jsondecode(aws_kms_key.this.policy).Statement : s.Sid => s }.TopicDelivery.Principal.Service == "sns.amazonaws.com"
    error_message = "The statement must name the service principal."
  }

  assert {
    condition = { for s in jsondecode(aws_kms_key.this.policy).Statement : s.Sid => s }.TopicDelivery.Condition == {
      StringEquals = { "aws:SourceAccount" = ["111122223333"] }
    }
    error_message = "A service without limits must be bound to the account of the key."
  }
}

run "service_limits_become_conditions" {
  command = plan

  variables {
    service_principals = {
      CloudWatchLogs = {
        service            = "logs.eu-central-1.amazonaws.com"
        encryption_context = { "aws:logs:arn" = ["arn:aws:logs:eu-central-1:111122223333:log-group:/app/*"] }
      }
      TrailDelivery = {
        service         = "cloudtrail.amazonaws.com"
        actions         = ["kms:DescribeKey", "kms:GenerateDataKey*"]
        source_accounts = ["444455556666"]
        source_arns     = ["arn:aws:cloudtrail:eu-central-1:444455556666:trail/organization"]
      }
    }
  }

  assert {
    condition = { for s in jsondecode(aws_kms_key.this.policy).Statement : s.Sid => s }.CloudWatchLogs.Condition == {
      StringLike = { "kms:EncryptionContext:aws:logs:arn" = ["arn:aws:logs:eu-central-1:111122223333:log-group:/app/*"] }
    }
    error_message = "An encryption context must be the only condition when no other limit is given."
  }

  assert {
    condition = { for s in jsondecode(aws_kms_key.this.policy).Statement : s.Sid => s }.TrailDelivery.Condition == {
      ArnLike      = { "aws:SourceArn" = ["arn:aws:cloudtrail:eu-central-1:444455556666:trail/organization"] }
      StringEquals = { "aws:SourceAccount" = ["444455556666"] }
    }
    error_message = "Source accounts and ARNs must both become conditions."
  }

  assert {
    condition     = { for s in jsondecode(aws_kms_key.this.policy).Statement : s.Sid => s }.TrailDelivery.Action == ["kms:DescribeKey", "kms:GenerateDataKey*"]
    error_message = "Given actions must replace those of the key usage."
  }
}

run "access_can_be_kept_from_iam" {
  command = plan

  variables {
    delegate_access_to_iam = false
    users                  = ["arn:aws:iam::111122223333:role/application"]
  }

  assert {
    condition     = jsondecode(aws_kms_key.this.policy).Statement[*].Sid == ["AccountAdministration", "KeyUsage"]
    error_message = "The account must be named as administrator, not for delegation."
  }

  assert {
    condition = length(setintersection(
      toset({ for s in jsondecode(aws_kms_key.this.policy).Statement : s.Sid => s }.AccountAdministration.Action),
      toset(["kms:*", "kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*", "kms:CreateGrant", "kms:Sign", "kms:Verify", "kms:GenerateMac"]),
    )) == 0
    error_message = "The account root must not be able to use the key for cryptography."
  }

  assert {
    condition     = contains({ for s in jsondecode(aws_kms_key.this.policy).Statement : s.Sid => s }.AccountAdministration.Action, "kms:PutKeyPolicy")
    error_message = "The account root must be able to repair the key policy."
  }
}

run "additional_statements_are_appended" {
  command = plan

  variables {
    additional_policy_json = <<-JSON
      {
        "Version": "2012-10-17",
        "Statement": {
          "Sid": "DenyUnboundedGrants",
          "Effect": "Deny",
          "Principal": "*",
          "Action": "kms:CreateGrant",
          "Resource": "*",
          "Condition": {"Null": {"kms:GrantOperations": "true"}}
        }
      }
    JSON
  }

  assert {
    condition     = jsondecode(aws_kms_key.this.policy).Statement[*].Sid == ["DelegateAccessToIam", "DenyUnboundedGrants"]
    error_message = "Additional statements must follow those of the module."
  }

  assert {
    condition     = { for s in jsondecode(aws_kms_key.this.policy).Statement : s.Sid => s }.DenyUnboundedGrants.Condition.Null["kms:GrantOperations"] == "true"
    error_message = "Additional statements must be kept as they are."
  }
}
