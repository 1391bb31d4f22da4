mock_provider "aws" {
  source = "../mock-defaults"
}

variables {
  name = "orders"
}

run "service_is_trusted_without_conditions" {
  command = plan

  variables {
    trusted_services = { Lambda = { service = "lambda.amazonaws.com" } }
  }

  assert {
    condition = one(jsondecode(aws_iam_role.this.assume_role_policy).Statement) == {
      Sid       = "Lambda"
      Effect    = "Allow"
      Principal = { Service = "lambda.amazonaws.com" }
      Action    = ["sts:AssumeRole"]
    }
    error_message = "The service must be trusted, and nobody else."
  }
}

run "service_can_be_limited_to_accounts_and_resources" {
  command = plan

  variables {
    trusted_services = {
      Scheduler = {
        service         = "scheduler.amazonaws.com"
        source_accounts = ["111122223333"]
        source_arns     = ["arn:aws:scheduler:eu-central-1:111122223333:schedule/orders/*"]
      }
      Pods = {
        service      = "pods.eks.amazonaws.com"
        session_tags = true
      }
    }
  }

  assert {
    condition = { for s in jsondecode(aws_iam_role.this.assume_role_policy).Statement : s.Sid => s }.Scheduler.Condition == {
      ArnLike      = { "aws:SourceArn" = ["arn:aws:scheduler:eu-central-1:111122223333:schedule/orders/*"] }
      StringEquals = { "aws:SourceAccount" = ["111122223333"] }
    }
    error_message = "Source accounts and ARNs must both become conditions."
  }

  assert {
    condition     = { for s in jsondecode(aws_iam_role.this.assume_role_policy).Statement : s.Sid => s }.Pods.Action == ["sts:AssumeRole", "sts:TagSession"]
    error_message = "The service must be able to tag sessions."
  }
}

run "principals_are_trusted_as_they_are_named" {
  command = plan

  variables {
    trusted_principals = {
      Deployment = { arns = ["arn:aws:iam::111122223333:role/deployment", "arn:aws:iam::444455556666:role/deployment"] }
    }
  }

  assert {
    condition = one(jsondecode(aws_iam_role.this.assume_role_policy).Statement) == {
      Sid       = "Deployment"
      Effect    = "Allow"
      Principal = { AWS = ["arn:aws:iam::111122223333:role/deployment", "arn:aws:iam::444455556666:role/deployment"] }
      Action    = ["sts:AssumeRole"]
    }
    error_message = "The named roles must be trusted, and nobody else."
  }
}

run "principals_can_be_limited" {
  command = plan

  variables {
    trusted_principals = {
      Auditor = {
        arns         = ["arn:aws:iam::444455556666:root"]
        external_ids = ["3f6b2c1e"]
      }
      Operators = {
        arns                   = ["arn:aws:iam::111122223333:root"]
        principal_arn_patterns = ["arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_Operator_*"]
        require_mfa            = true
        session_tags           = true
      }
    }
  }

  assert {
    condition = { for s in jsondecode(aws_iam_role.this.assume_role_policy).Statement : s.Sid => s }.Auditor.Condition == {
      StringEquals = { "sts:ExternalId" = ["3f6b2c1e"] }
    }
    error_message = "The external id must be the only condition when no other limit is given."
  }

  assert {
    condition = { for s in jsondecode(aws_iam_role.this.assume_role_policy).Statement : s.Sid => s }.Operators.Condition == {
      ArnLike = { "aws:PrincipalArn" = ["arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_Operator_*"] }
      Bool    = { "aws:MultiFactorAuthPresent" = ["true"] }
    }
    error_message = "The pattern and the second factor must both become conditions."
  }

  assert {
    condition     = { for s in jsondecode(aws_iam_role.this.assume_role_policy).Statement : s.Sid => s }.Operators.Action == ["sts:AssumeRole", "sts:TagSession"]
    error_message = "The operators must be able to tag sessions."
  }
}

run "oidc_subjects_are_trusted_for_one_audience" {
  command = plan

  variables {
    trusted_oidc_subjects = {
      GitHub = {
        provider_arn = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"
        subjects     = ["repo:example/orders:environment:production", "repo:example/orders:ref:refs/tags/*"]
      }
    }
  }

  assert {
    condition = one(jsondecode(aws_iam_role.this.assume_role_policy).Statement) == {
      Sid       = "GitHub"
      Effect    = "Allow"
      Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }
      Action    = ["sts:AssumeRoleWithWebIdentity"]
      Condition = {
        StringEquals = { "token.actions.githubusercontent.com:aud" = ["sts.amazonaws.com"] }
        StringLike   = { "token.actions.githubusercontent.com:sub" = ["repo:example/orders:environment:production", "repo:example/orders:ref:refs/tags/*"] }
      }
    }
    error_message = "Audience and subject must both be conditions, with exact subjects and patterns under the same operator."
  }
}

run "issuer_may_have_a_path" {
  command = plan

  variables {
    trusted_oidc_subjects = {
      Cluster = {
        provider_arn = "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/0123456789ABCDEF"
        subjects     = ["system:serviceaccount:orders:*"]
        audiences    = ["orders.example.com"]
        session_tags = true
      }
    }
  }

  assert {
    condition = { for s in jsondecode(aws_iam_role.this.assume_role_policy).Statement : s.Sid => s }.Cluster.Condition == {
      StringEquals = { "oidc.eks.eu-central-1.amazonaws.com/id/0123456789ABCDEF:aud" = ["orders.example.com"] }
      StringLike   = { "oidc.eks.eu-central-1.amazonaws.com/id/0123456789ABCDEF:sub" = ["system:serviceaccount:orders:*"] }
    }
    error_message = "The conditions must name the issuer with its path."
  }

  assert {
    condition     = { for s in jsondecode(aws_iam_role.this.assume_role_policy).Statement : s.Sid => s }.Cluster.Action == ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"]
    error_message = "The token must be able to bring session tags."
  }
}

run "several_kinds_can_be_trusted" {
  command = plan

  variables {
    trusted_services   = { Lambda = { service = "lambda.amazonaws.com" } }
    trusted_principals = { Deployment = { arns = ["arn:aws:iam::111122223333:role/deployment"] } }
    trusted_oidc_subjects = {
      GitLab = {
        provider_arn = "arn:aws:iam::111122223333:oidc-provider/gitlab.com"
        subjects     = ["project_path:example/team/orders:ref_type:branch:ref:*"]
      }
    }
  }

  assert {
    condition     = jsondecode(aws_iam_role.this.assume_role_policy).Statement[*].Sid == ["Lambda", "Deployment", "GitLab"]
    error_message = "Each entry must have its own statement."
  }
}
