mock_provider "aws" {
  source = "../mock-defaults"
}

variables {
  name             = "orders"
  trusted_services = { Instances = { service = "ec2.amazonaws.com" } }
}

run "settings_are_passed_on" {
  command = plan

  variables {
    path                     = "/payments/"
    description              = "Orders on EC2"
    max_session_duration     = 43200
    permissions_boundary_arn = "arn:aws:iam::111122223333:policy/boundary"
    tags                     = { team = "payments" }
  }

  assert {
    condition     = aws_iam_role.this.path == "/payments/" && aws_iam_role.this.description == "Orders on EC2"
    error_message = "The role must have the given path and description."
  }

  assert {
    condition     = aws_iam_role.this.max_session_duration == 43200
    error_message = "The session must last as long as was given."
  }

  assert {
    condition     = aws_iam_role.this.permissions_boundary == "arn:aws:iam::111122223333:policy/boundary"
    error_message = "The role must have the permissions boundary."
  }

  assert {
    condition     = aws_iam_role.this.tags == tomap({ team = "payments" })
    error_message = "The role must carry the given tags."
  }
}

run "boundary_may_be_a_policy_of_aws" {
  command = plan

  variables {
    permissions_boundary_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
  }

  assert {
    condition     = aws_iam_role.this.permissions_boundary == "arn:aws:iam::aws:policy/ReadOnlyAccess"
    error_message = "A policy of AWS must be accepted as permissions boundary."
  }
}

run "instance_profile_holds_the_role" {
  variables {
    path                    = "/payments/"
    create_instance_profile = true
    tags                    = { team = "payments" }
  }

  assert {
    condition     = aws_iam_instance_profile.this[0].name == "orders" && aws_iam_instance_profile.this[0].role == "orders"
    error_message = "The instance profile must have the name of the role, and hold it."
  }

  assert {
    condition     = aws_iam_instance_profile.this[0].path == "/payments/" && aws_iam_instance_profile.this[0].tags == tomap({ team = "payments" })
    error_message = "The instance profile must have the path and tags of the role."
  }

  assert {
    condition     = output.instance_profile_arn == aws_iam_instance_profile.this[0].arn && output.instance_profile_name == "orders"
    error_message = "The outputs must be those of the instance profile."
  }
}

run "policies_are_added_to_the_role" {
  variables {
    inline_policies = {
      read-orders = jsonencode({
        Version   = "2012-10-17"
        Statement = [{ Sid = "ReadOrders", Effect = "Allow", Action = "dynamodb:GetItem", Resource = "arn:aws:dynamodb:eu-central-1:111122223333:table/orders" }]
      })
    }
    managed_policy_arns = { session-manager = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore" }
  }

  assert {
    condition     = aws_iam_role_policy.this["read-orders"].name == "read-orders" && aws_iam_role_policy.this["read-orders"].role == "orders"
    error_message = "The inline policy must have its name and belong to the role."
  }

  assert {
    condition     = { for s in jsondecode(aws_iam_role_policy.this["read-orders"].policy).Statement : s.Sid => s }.ReadOrders.Action == "dynamodb:GetItem"
    error_message = "The inline policy must be kept as it is."
  }

  assert {
    condition     = aws_iam_role_policy_attachment.this["session-manager"].policy_arn == "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore" && aws_iam_role_policy_attachment.this["session-manager"].role == "orders"
    error_message = "The managed policy must be attached to the role."
  }

  assert {
    condition     = aws_iam_role_policies_exclusive.this[0].policy_names == toset(["read-orders"])
    error_message = "The given inline policy must be kept."
  }

  assert {
    condition     = aws_iam_role_policy_attachments_exclusive.this[0].policy_arns == toset(["arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"])
    error_message = "The given managed policy must stay attached."
  }
}

run "policies_of_others_can_be_kept" {
  command = plan

  variables {
    remove_other_policies = false
  }

  assert {
    condition     = length(aws_iam_role_policies_exclusive.this) == 0 && length(aws_iam_role_policy_attachments_exclusive.this) == 0
    error_message = "Policies that others added must be left alone."
  }
}
