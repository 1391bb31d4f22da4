mock_provider "aws" {
  source = "../mock-defaults"
}

variables {
  name             = "orders"
  trusted_services = { Lambda = { service = "lambda.amazonaws.com" } }
}

run "all_actions_are_refused" {
  command = plan

  variables {
    inline_policies = {
      administration = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Sid = "All", Effect = "Allow", Action = "*", Resource = "*" }]
      })
    }
  }

  expect_failures = [aws_iam_role.this]
}

run "all_of_iam_is_refused" {
  command = plan

  variables {
    inline_policies = {
      administration = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Sid = "Iam", Effect = "Allow", Action = ["s3:GetObject", "IAM:*"], Resource = "*" }]
      })
    }
  }

  expect_failures = [aws_iam_role.this]
}

run "wildcard_for_the_service_is_refused" {
  command = plan

  variables {
    inline_policies = {
      administration = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Sid = "All", Effect = "Allow", Action = ["*:*"], Resource = ["arn:aws:s3:::orders", "arn:aws:*"] }]
      })
    }
  }

  expect_failures = [aws_iam_role.this]
}

run "all_actions_but_some_are_refused" {
  command = plan

  variables {
    inline_policies = {
      administration = jsonencode({
        Version   = "2012-10-17"
        Statement = { Sid = "AllButOrganizations", Effect = "Allow", NotAction = "organizations:*", Resource = "*" }
      })
    }
  }

  expect_failures = [aws_iam_role.this]
}

run "all_resources_but_some_are_refused" {
  command = plan

  variables {
    inline_policies = {
      administration = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Sid = "AllButOrders", Effect = "Allow", Action = "*", NotResource = "arn:aws:s3:::orders" }]
      })
    }
  }

  expect_failures = [aws_iam_role.this]
}

run "administrator_policy_of_aws_is_refused" {
  command = plan

  variables {
    managed_policy_arns = { administrator = "arn:aws:iam::aws:policy/AdministratorAccess" }
  }

  expect_failures = [aws_iam_role.this]
}

run "administrator_access_can_be_allowed" {
  command = plan

  variables {
    allow_administrator_access = true
    managed_policy_arns        = { administrator = "arn:aws:iam::aws:policy/AdministratorAccess" }
    inline_policies = {
      administration = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Sid = "All", Effect = "Allow", Action = "*", Resource = "*" }]
      })
    }
  }

  assert {
    condition     = aws_iam_role_policy_attachment.this["administrator"].policy_arn == "arn:aws:iam::aws:policy/AdministratorAccess" && length(aws_iam_role_policy.this) == 1
    error_message = "Administrator access must be possible where it is wanted."
  }
}

run "policies_with_a_limit_are_accepted" {
  command = plan

  variables {
    managed_policy_arns = { own = "arn:aws:iam::111122223333:policy/AdministratorAccess" }
    inline_policies = {
      one-service   = jsonencode({ Version = "2012-10-17", Statement = [{ Sid = "Logs", Effect = "Allow", Action = "logs:*", Resource = "*" }] })
      one-resource  = jsonencode({ Version = "2012-10-17", Statement = [{ Sid = "Bucket", Effect = "Allow", Action = "*", Resource = ["arn:aws:s3:::orders", "arn:aws:s3:::orders/*"] }] })
      part-of-iam   = jsonencode({ Version = "2012-10-17", Statement = [{ Sid = "Read", Effect = "Allow", Action = ["iam:Get*", "iam:List*"], Resource = "*" }] })
      all-forbidden = jsonencode({ Version = "2012-10-17", Statement = [{ Sid = "Nothing", Effect = "Deny", Action = "*", Resource = "*" }] })
    }
  }

  assert {
    condition     = length(aws_iam_role_policy.this) == 4 && length(aws_iam_role_policy_attachment.this) == 1
    error_message = "Policies that are limited to a service, to resources or to some actions must be accepted."
  }
}
