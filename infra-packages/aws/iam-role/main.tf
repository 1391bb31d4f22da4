resource "aws_iam_role" "this" {
  name                 = var.name
  path                 = var.path
  description          = var.description
  assume_role_policy   = local.trust_policy_json
  permissions_boundary = var.permissions_boundary_arn
  max_session_duration = var.max_session_duration

  tags = var.tags

  lifecycle {
    precondition {
      condition     = length(local.trust_sids) > 0
      error_message = "Nobody could assume the role: name trusted_services, trusted_principals or trusted_oidc_subjects."
    }

    precondition {
      condition     = length(local.trust_sids) == length(distinct(local.trust_sids))
      error_message = "A key is used twice in trusted_services, trusted_principals and trusted_oidc_subjects; each becomes a statement id."
    }

    precondition {
      condition     = var.allow_administrator_access || length(local.administrator_policies) == 0
      error_message = "These policies allow everything, or all of IAM: ${join(", ", local.administrator_policies)}. Name the actions and resources that are needed, or set allow_administrator_access to true."
    }

    precondition {
      condition     = !var.create_instance_profile || contains([for entry in var.trusted_services : trimsuffix(entry.service, ".cn")], "ec2.amazonaws.com")
      error_message = "An instance profile is of use only if trusted_services has ec2.amazonaws.com."
    }
  }
}

resource "aws_iam_role_policy" "this" {
  for_each = var.inline_policies

  name   = each.key
  role   = aws_iam_role.this.name
  policy = each.value
}

resource "aws_iam_role_policy_attachment" "this" {
  for_each = var.managed_policy_arns

  role       = aws_iam_role.this.name
  policy_arn = each.value
}

resource "aws_iam_role_policies_exclusive" "this" {
  count = var.remove_other_policies ? 1 : 0

  role_name    = aws_iam_role.this.name
  policy_names = [for policy in aws_iam_role_policy.this : policy.name]
}

resource "aws_iam_role_policy_attachments_exclusive" "this" {
  count = var.remove_other_policies ? 1 : 0

  role_name   = aws_iam_role.this.name
  policy_arns = [for attachment in aws_iam_role_policy_attachment.this : attachment.policy_arn]
}

resource "aws_iam_instance_profile" "this" {
  count = var.create_instance_profile ? 1 : 0

  name = var.name
  path = var.path
  role = aws_iam_role.this.name

  tags = var.tags
}
