locals {
  trust_sids = concat(keys(var.trusted_services), keys(var.trusted_principals), keys(var.trusted_oidc_subjects))

  service_statements = [
    for sid, entry in var.trusted_services : {
      Sid       = sid
      Effect    = "Allow"
      Principal = { Service = entry.service }
      Action    = entry.session_tags ? ["sts:AssumeRole", "sts:TagSession"] : ["sts:AssumeRole"]
      Condition = {
        StringEquals = { "aws:SourceAccount" = entry.source_accounts }
        ArnLike      = { "aws:SourceArn" = entry.source_arns }
      }
    }
  ]

  principal_statements = [
    for sid, entry in var.trusted_principals : {
      Sid       = sid
      Effect    = "Allow"
      Principal = { AWS = entry.arns }
      Action    = entry.session_tags ? ["sts:AssumeRole", "sts:TagSession"] : ["sts:AssumeRole"]
      Condition = {
        StringEquals = { "sts:ExternalId" = entry.external_ids }
        ArnLike      = { "aws:PrincipalArn" = entry.principal_arn_patterns }
        Bool         = { "aws:MultiFactorAuthPresent" = entry.require_mfa ? ["true"] : [] }
      }
    }
  ]

  # All subjects are under one operator: several operators must all match, so that exact subjects beside patterns would match nothing.
  oidc_statements = [
    for sid, entry in var.trusted_oidc_subjects : {
      Sid       = sid
      Effect    = "Allow"
      Principal = { Federated = entry.provider_arn }
      Action    = entry.session_tags ? ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"] : ["sts:AssumeRoleWithWebIdentity"]
      Condition = {
        StringEquals = { "${split(":oidc-provider/", entry.provider_arn)[1]}:aud" = entry.audiences }
        StringLike   = { "${split(":oidc-provider/", entry.provider_arn)[1]}:sub" = entry.subjects }
      }
    }
  ]

  trust_policy_json = jsonencode({
    Version = "2012-10-17"
    Statement = [
      for statement in concat(local.service_statements, local.principal_statements, local.oidc_statements) : {
        for element, value in merge(statement, {
          Condition = { for operator, limits in statement.Condition : operator => limits if length(flatten(values(limits))) > 0 }
        }) : element => value if element != "Condition" || length(value) > 0
      }
    ]
  })
}
