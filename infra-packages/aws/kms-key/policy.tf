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

  administrator_statements = [
    for principals in [var.administrators] : {
      Sid       = "KeyAdministration"
      Effect    = "Allow"
      Principal = { AWS = principals }
      Action    = local.key_actions.administration
      Resource  = "*"
    } if length(principals) > 0
  ]

  user_statements = [
    for principals in [var.users] : {
      Sid       = "KeyUsage"
      Effect    = "Allow"
      Principal = { AWS = principals }
      Action    = local.usage_actions
      Resource  = "*"
    } if length(principals) > 0
  ]

  grant_statements = [
    for principals in [var.grant_creators] : {
      Sid       = "GrantsForAwsResources"
      Effect    = "Allow"
      Principal = { AWS = principals }
      Action    = local.key_actions.grants
      Resource  = "*"
      Condition = { Bool = { "kms:GrantIsForAWSResource" = "true" } }
    } if length(principals) > 0
  ]

  # Every service statement carries a condition: without one, any account could use the key through the service.
  service_statements = [
    for sid, service in var.service_principals : {
      Sid       = sid
      Effect    = "Allow"
      Principal = { Service = service.service }
      Action    = coalesce(service.actions, local.usage_actions)
      Resource  = "*"
      Condition = merge(
        {
          for operator, accounts in { StringEquals = service.source_accounts } :
          operator => { "aws:SourceAccount" = accounts } if length(accounts) > 0
        },
        {
          for operator, arns in { ArnLike = service.source_arns } :
          operator => { "aws:SourceArn" = arns } if length(arns) > 0
        },
        {
          for operator, context in { StringLike = service.encryption_context } :
          operator => { for key, patterns in context : "kms:EncryptionContext:${key}" => patterns } if length(context) > 0
        },
        {
          for operator, account in { StringEquals = data.aws_caller_identity.current.account_id } :
          operator => { "aws:SourceAccount" = [account] }
          if length(service.source_accounts) + length(service.source_arns) + length(service.encryption_context) == 0
        },
      )
    }
  ]

  additional_statements = flatten([try(jsondecode(var.additional_policy_json).Statement, [])])

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
