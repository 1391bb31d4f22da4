data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

locals {
  key_actions      = jsondecode(file("${path.module}/policies/key-actions.json"))
  usage_actions    = local.key_actions.usage[var.key_usage]
  account_root_arn = "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:root"

  # The account root always keeps administration, so that a key whose administrators were deleted stays manageable.
  root_statement = {
    Sid       = var.delegate_access_to_iam ? "DelegateAccessToIam" : "AccountAdministration"
    Effect    = "Allow"
    Principal = { AWS = local.account_root_arn }
    Action    = var.delegate_access_to_iam ? ["kms:*"] : local.key_actions.administration
    Resource  = "*"
  }

  administrator_statements = length(var.administrators) == 0 ? [] : [{
    Sid       = "KeyAdministration"
    Effect    = "Allow"
    Principal = { AWS = var.administrators }
    Action    = local.key_actions.administration
    Resource  = "*"
  }]

  user_statements = length(var.users) == 0 ? [] : [{
    Sid       = "KeyUsage"
    Effect    = "Allow"
    Principal = { AWS = var.users }
    Action    = local.usage_actions
    Resource  = "*"
  }]

  grant_statements = length(var.grant_creators) == 0 ? [] : [{
    Sid       = "GrantsForAwsResources"
    Effect    = "Allow"
    Principal = { AWS = var.grant_creators }
    Action    = local.key_actions.grants
    Resource  = "*"
    Condition = { Bool = { "kms:GrantIsForAWSResource" = "true" } }
  }]

  # Without a condition, any account could use the key through the service: one without limits serves this account.
  source_accounts = {
    for sid, service in var.service_principals : sid =>
    length(service.source_accounts) + length(service.source_arns) + length(service.encryption_context) == 0
    ? [data.aws_caller_identity.current.account_id]
    : service.source_accounts
  }

  service_statements = [
    for sid, service in var.service_principals : {
      Sid       = sid
      Effect    = "Allow"
      Principal = { Service = service.service }
      Action    = coalesce(service.actions, local.usage_actions)
      Resource  = "*"
      Condition = {
        for operator, limits in {
          StringEquals = { "aws:SourceAccount" = local.source_accounts[sid] }
          ArnLike      = { "aws:SourceArn" = service.source_arns }
          StringLike   = { for key, patterns in service.encryption_context : "kms:EncryptionContext:${key}" => patterns }
        } : operator => limits if length(flatten(values(limits))) > 0
      }
    }
  ]

  additional_statements       = flatten([try(jsondecode(var.additional_policy_json).Statement, [])])
  additional_allow_statements = [for statement in local.additional_statements : statement if try(statement.Effect, null) == "Allow"]

  policy_json = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [local.root_statement],
      local.administrator_statements,
      local.user_statements,
      local.grant_statements,
      local.service_statements,
      local.additional_statements,
    )
  })
}
