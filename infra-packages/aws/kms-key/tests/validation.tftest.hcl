mock_provider "aws" {
  source = "../mock-defaults"
}

variables {
  description = "Application data at rest"
}

run "description_must_not_be_empty" {
  command = plan

  variables {
    description = " "
  }

  expect_failures = [var.description]
}

run "alias_with_forbidden_characters" {
  command = plan

  variables {
    aliases = ["app data"]
  }

  expect_failures = [var.aliases]
}

run "alias_with_prefix" {
  command = plan

  variables {
    aliases = ["alias/app"]
  }

  expect_failures = [var.aliases]
}

run "alias_reserved_by_aws" {
  command = plan

  variables {
    aliases = ["aws/s3"]
  }

  expect_failures = [var.aliases]
}

run "unknown_key_usage" {
  command = plan

  variables {
    key_usage = "ENCRYPT"
  }

  expect_failures = [var.key_usage]
}

run "unknown_key_spec" {
  command = plan

  variables {
    key_spec = "AES_256"
  }

  expect_failures = [var.key_spec]
}

run "rotation_period_too_short" {
  command = plan

  variables {
    rotation_period_in_days = 89
  }

  expect_failures = [var.rotation_period_in_days]
}

run "rotation_period_too_long" {
  command = plan

  variables {
    rotation_period_in_days = 2561
  }

  expect_failures = [var.rotation_period_in_days]
}

run "deletion_window_too_short" {
  command = plan

  variables {
    deletion_window_in_days = 6
  }

  expect_failures = [var.deletion_window_in_days]
}

run "deletion_window_too_long" {
  command = plan

  variables {
    deletion_window_in_days = 31
  }

  expect_failures = [var.deletion_window_in_days]
}

run "administrator_must_not_be_a_wildcard" {
  command = plan

  variables {
    administrators = ["arn:aws:iam::111122223333:role/*"]
  }

  expect_failures = [var.administrators]
}

run "user_must_be_an_arn" {
  command = plan

  variables {
    users = ["111122223333"]
  }

  expect_failures = [var.users]
}

run "grant_creator_must_be_an_arn" {
  command = plan

  variables {
    grant_creators = ["*"]
  }

  expect_failures = [var.grant_creators]
}

run "statement_id_must_be_alphanumeric" {
  command = plan

  variables {
    service_principals = {
      "topic-delivery" = { service = "sns.amazonaws.com" }
    }
  }

  expect_failures = [var.service_principals]
}

run "service_must_be_a_service_principal" {
  command = plan

  variables {
    service_principals = {
      Topics = { service = "sns" }
    }
  }

  expect_failures = [var.service_principals]
}

run "service_must_not_have_all_actions" {
  command = plan

  variables {
    service_principals = {
      Topics = { service = "sns.amazonaws.com", actions = ["kms:*"] }
    }
  }

  expect_failures = [var.service_principals]
}

run "source_account_must_be_an_account_id" {
  command = plan

  variables {
    service_principals = {
      Topics = { service = "sns.amazonaws.com", source_accounts = ["payments"] }
    }
  }

  expect_failures = [var.service_principals]
}

run "encryption_context_needs_a_pattern" {
  command = plan

  variables {
    service_principals = {
      Topics = { service = "sns.amazonaws.com", encryption_context = { "aws:sns:topicArn" = [] } }
    }
  }

  expect_failures = [var.service_principals]
}

run "additional_policy_must_be_a_policy" {
  command = plan

  variables {
    additional_policy_json = jsonencode({ Version = "2012-10-17" })
  }

  expect_failures = [var.additional_policy_json]
}

run "tag_reserved_by_aws" {
  command = plan

  variables {
    tags = { "aws:owner" = "payments" }
  }

  expect_failures = [var.tags]
}

run "usage_must_suit_the_key_spec" {
  command = plan

  variables {
    key_usage = "SIGN_VERIFY"
    key_spec  = "SYMMETRIC_DEFAULT"
  }

  expect_failures = [aws_kms_key.this]
}

run "somebody_must_be_able_to_use_the_key" {
  command = plan

  variables {
    delegate_access_to_iam = false
    administrators         = ["arn:aws:iam::111122223333:role/key-administrator"]
  }

  expect_failures = [aws_kms_key.this]
}
