variables {
  name             = "orders"
  trusted_services = { Instances = { service = "ec2.amazonaws.com" } }

  inline_policies = {
    read-orders = jsonencode({
      Version = "2012-10-17"
      Statement = [{
        Sid      = "ReadOrders"
        Effect   = "Allow"
        Action   = ["dynamodb:GetItem", "dynamodb:Query"]
        Resource = "arn:aws:dynamodb:us-east-1:123456789012:table/orders"
      }]
    })
  }

  managed_policy_arns     = { session-manager = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore" }
  create_instance_profile = true
  tags                    = { team = "payments" }
}

run "creates_the_role" {
  assert {
    condition     = output.role_arn == "arn:aws:iam::123456789012:role/orders"
    error_message = "The role must have been created."
  }

  assert {
    condition     = output.instance_profile_arn == "arn:aws:iam::123456789012:instance-profile/orders"
    error_message = "The instance profile must have been created."
  }
}

run "again_without_changes" {
  command = plan
}

run "takes_other_inputs" {
  variables {
    trusted_services = {}
    trusted_oidc_subjects = {
      GitHub = {
        provider_arn = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"
        subjects     = ["repo:example/orders:environment:production"]
      }
    }
    managed_policy_arns     = {}
    create_instance_profile = false
    max_session_duration    = 7200
    tags                    = { team = "billing" }
  }

  assert {
    condition     = output.role_unique_id == run.creates_the_role.role_unique_id
    error_message = "The role must be updated, not replaced."
  }

  assert {
    condition     = jsondecode(output.trust_policy_json).Statement[*].Sid == ["GitHub"]
    error_message = "The role must trust GitHub Actions, and EC2 no longer."
  }

  assert {
    condition     = length(aws_iam_role_policy_attachments_exclusive.this[0].policy_arns) == 0
    error_message = "The managed policy must have been detached."
  }
}

run "other_inputs_again_without_changes" {
  command = plan

  variables {
    trusted_services = {}
    trusted_oidc_subjects = {
      GitHub = {
        provider_arn = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"
        subjects     = ["repo:example/orders:environment:production"]
      }
    }
    managed_policy_arns     = {}
    create_instance_profile = false
    max_session_duration    = 7200
    tags                    = { team = "billing" }
  }
}
