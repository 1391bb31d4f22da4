mock_provider "aws" {
  source = "../mock-defaults"
}

variables {
  name             = "orders"
  trusted_services = { Lambda = { service = "lambda.amazonaws.com" } }
}

run "name_with_spaces" {
  command = plan

  variables {
    name = "orders role"
  }

  expect_failures = [var.name]
}

run "name_too_long" {
  command = plan

  variables {
    name = "o123456789o123456789o123456789o123456789o123456789o123456789o1234"
  }

  expect_failures = [var.name]
}

run "path_without_slash" {
  command = plan

  variables {
    path = "/payments"
  }

  expect_failures = [var.path]
}

run "description_too_long" {
  command = plan

  variables {
    description = join("", [for index in range(101) : "0123456789"])
  }

  expect_failures = [var.description]
}

run "service_statement_id_must_be_alphanumeric" {
  command = plan

  variables {
    trusted_services = { "aws-lambda" = { service = "lambda.amazonaws.com" } }
  }

  expect_failures = [var.trusted_services]
}

run "service_must_be_a_service_principal" {
  command = plan

  variables {
    trusted_services = { Lambda = { service = "lambda" } }
  }

  expect_failures = [var.trusted_services]
}

run "source_account_must_be_an_account_id" {
  command = plan

  variables {
    trusted_services = { Scheduler = { service = "scheduler.amazonaws.com", source_accounts = ["payments"] } }
  }

  expect_failures = [var.trusted_services]
}

run "source_arn_must_name_a_service" {
  command = plan

  variables {
    trusted_services = { Scheduler = { service = "scheduler.amazonaws.com", source_arns = ["arn:aws:*"] } }
  }

  expect_failures = [var.trusted_services]
}

run "principal_statement_id_must_be_alphanumeric" {
  command = plan

  variables {
    trusted_principals = { "the auditor" = { arns = ["arn:aws:iam::444455556666:root"] } }
  }

  expect_failures = [var.trusted_principals]
}

run "principals_must_be_named" {
  command = plan

  variables {
    trusted_principals = { Auditor = { arns = [] } }
  }

  expect_failures = [var.trusted_principals]
}

run "principal_must_not_be_everyone" {
  command = plan

  variables {
    trusted_principals = { Auditor = { arns = ["*"] } }
  }

  expect_failures = [var.trusted_principals]
}

run "principal_must_not_be_a_wildcard" {
  command = plan

  variables {
    trusted_principals = { Auditor = { arns = ["arn:aws:iam::444455556666:role/*"] } }
  }

  expect_failures = [var.trusted_principals]
}

run "principal_pattern_must_name_an_account" {
  command = plan

  variables {
    trusted_principals = { Auditor = { arns = ["arn:aws:iam::444455556666:root"], principal_arn_patterns = ["arn:aws:iam::*:role/auditor"] } }
  }

  expect_failures = [var.trusted_principals]
}

run "external_id_too_short" {
  command = plan

  variables {
    trusted_principals = { Auditor = { arns = ["arn:aws:iam::444455556666:root"], external_ids = ["a"] } }
  }

  expect_failures = [var.trusted_principals]
}

run "oidc_statement_id_must_be_alphanumeric" {
  command = plan

  variables {
    trusted_oidc_subjects = { "git hub" = { provider_arn = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com", subjects = ["repo:example/orders:ref:refs/heads/main"] } }
  }

  expect_failures = [var.trusted_oidc_subjects]
}

run "oidc_provider_must_be_an_arn" {
  command = plan

  variables {
    trusted_oidc_subjects = { GitHub = { provider_arn = "https://token.actions.githubusercontent.com", subjects = ["repo:example/orders:ref:refs/heads/main"] } }
  }

  expect_failures = [var.trusted_oidc_subjects]
}

run "oidc_subjects_must_be_named" {
  command = plan

  variables {
    trusted_oidc_subjects = { GitHub = { provider_arn = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com", subjects = [] } }
  }

  expect_failures = [var.trusted_oidc_subjects]
}

run "oidc_subject_must_not_be_everyone" {
  command = plan

  variables {
    trusted_oidc_subjects = { Cluster = { provider_arn = "arn:aws:iam::111122223333:oidc-provider/oidc.example.com", subjects = ["*:serviceaccount:orders"] } }
  }

  expect_failures = [var.trusted_oidc_subjects]
}

run "oidc_audiences_must_be_named" {
  command = plan

  variables {
    trusted_oidc_subjects = { GitHub = { provider_arn = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com", subjects = ["repo:example/orders:ref:refs/heads/main"], audiences = [] } }
  }

  expect_failures = [var.trusted_oidc_subjects]
}

run "oidc_audience_must_not_be_a_wildcard" {
  command = plan

  variables {
    trusted_oidc_subjects = { GitHub = { provider_arn = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com", subjects = ["repo:example/orders:ref:refs/heads/main"], audiences = ["*"] } }
  }

  expect_failures = [var.trusted_oidc_subjects]
}

run "github_pattern_must_name_the_repository" {
  command = plan

  variables {
    trusted_oidc_subjects = { GitHub = { provider_arn = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com", subjects = ["repo:example/*:environment:production"] } }
  }

  expect_failures = [var.trusted_oidc_subjects]
}

run "gitlab_pattern_must_name_the_project" {
  command = plan

  variables {
    trusted_oidc_subjects = { GitLab = { provider_arn = "arn:aws:iam::111122223333:oidc-provider/gitlab.com", subjects = ["project_path:example/*:ref_type:branch:ref:main"] } }
  }

  expect_failures = [var.trusted_oidc_subjects]
}

run "boundary_must_be_a_policy" {
  command = plan

  variables {
    permissions_boundary_arn = "arn:aws:iam::111122223333:role/boundary"
  }

  expect_failures = [var.permissions_boundary_arn]
}

run "inline_policy_name_with_spaces" {
  command = plan

  variables {
    inline_policies = { "read orders" = jsonencode({ Version = "2012-10-17", Statement = [] }) }
  }

  expect_failures = [var.inline_policies]
}

run "inline_policy_must_be_a_policy" {
  command = plan

  variables {
    inline_policies = { read-orders = jsonencode({ Version = "2012-10-17" }) }
  }

  expect_failures = [var.inline_policies]
}

run "managed_policy_must_be_an_arn" {
  command = plan

  variables {
    managed_policy_arns = { read = "ReadOnlyAccess" }
  }

  expect_failures = [var.managed_policy_arns]
}

run "session_too_short" {
  command = plan

  variables {
    max_session_duration = 3599
  }

  expect_failures = [var.max_session_duration]
}

run "session_too_long" {
  command = plan

  variables {
    max_session_duration = 43201
  }

  expect_failures = [var.max_session_duration]
}

run "tag_reserved_by_aws" {
  command = plan

  variables {
    tags = { "aws:owner" = "payments" }
  }

  expect_failures = [var.tags]
}

run "somebody_must_be_trusted" {
  command = plan

  variables {
    trusted_services = {}
  }

  expect_failures = [aws_iam_role.this]
}

run "statement_ids_must_differ" {
  command = plan

  variables {
    trusted_principals = { Lambda = { arns = ["arn:aws:iam::444455556666:root"] } }
  }

  expect_failures = [aws_iam_role.this]
}

run "instance_profile_needs_trust_in_ec2" {
  command = plan

  variables {
    create_instance_profile = true
  }

  expect_failures = [aws_iam_role.this]
}
