mock_provider "aws" {
  source = "../mock-defaults"
}

variables {
  name             = "orders"
  trusted_services = { Lambda = { service = "lambda.amazonaws.com" } }
}

run "role_can_do_nothing_by_itself" {
  command = plan

  assert {
    condition     = length(aws_iam_role_policy.this) == 0 && length(aws_iam_role_policy_attachment.this) == 0
    error_message = "The default role must have no policies."
  }

  assert {
    condition     = aws_iam_role.this.permissions_boundary == null
    error_message = "The default role must have no permissions boundary."
  }

  assert {
    condition     = aws_iam_role.this.max_session_duration == 3600 && aws_iam_role.this.path == "/" && aws_iam_role.this.description == null
    error_message = "The default session must last an hour, and the role must have no path or description."
  }

  assert {
    condition     = length(aws_iam_instance_profile.this) == 0
    error_message = "No instance profile must be created unless one is asked for."
  }
}

run "policies_of_others_are_removed" {
  assert {
    condition     = aws_iam_role_policies_exclusive.this[0].role_name == "orders" && length(aws_iam_role_policies_exclusive.this[0].policy_names) == 0
    error_message = "Inline policies that others added must be removed."
  }

  assert {
    condition     = aws_iam_role_policy_attachments_exclusive.this[0].role_name == "orders" && length(aws_iam_role_policy_attachments_exclusive.this[0].policy_arns) == 0
    error_message = "Managed policies that others attached must be removed."
  }
}

run "outputs_describe_the_role" {
  assert {
    condition     = output.role_arn == aws_iam_role.this.arn && output.role_name == "orders" && output.role_unique_id == aws_iam_role.this.unique_id
    error_message = "The outputs must be those of the role."
  }

  assert {
    condition     = output.trust_policy_json == aws_iam_role.this.assume_role_policy
    error_message = "The output must be the trust policy of the role."
  }

  assert {
    condition     = output.instance_profile_arn == null && output.instance_profile_name == null
    error_message = "Without an instance profile the outputs must say so."
  }
}
