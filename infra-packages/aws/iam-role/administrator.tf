locals {
  allow_statements = flatten([
    for name, document in var.inline_policies : [
      for statement in flatten([jsondecode(document).Statement]) : {
        policy      = name
        actions     = flatten([try(statement.Action, [])])
        not_actions = flatten([try(statement.NotAction, [])])
        resources   = flatten([try(statement.Resource, "*")])
      } if try(statement.Effect, null) == "Allow"
    ]
  ])

  # A wildcard in the part that names the service stands for all services: "*", "*:*", "arn:aws:*".
  administrator_inline_policies = [
    for statement in local.allow_statements : statement.policy
    if anytrue([for resource in statement.resources : can(regex("^(arn:[^:]*:)?[^:]*[*?]", resource))]) && anytrue(concat(
      [for action in statement.actions : can(regex("^([^:]*[*?]|iam:[*?]+$)", lower(action)))],
      [length(statement.not_actions) > 0],
    ))
  ]

  administrator_managed_policies = [
    for arn in values(var.managed_policy_arns) : arn
    if can(regex(":iam::aws:policy/(AdministratorAccess|PowerUserAccess|IAMFullAccess)$", arn))
  ]

  administrator_policies = distinct(concat(local.administrator_inline_policies, local.administrator_managed_policies))
}
