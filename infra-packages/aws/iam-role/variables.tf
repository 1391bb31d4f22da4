variable "name" {
  description = "Name of the role, and of the instance profile if there is one."
  type        = string

  validation {
    condition     = can(regex("^[a-zA-Z0-9+=,.@_-]{1,64}$", var.name))
    error_message = "The name has 1 to 64 letters, digits or characters of +=,.@_-."
  }
}

variable "path" {
  description = "Path of the role, such as `/deployment/`."
  type        = string
  default     = "/"

  validation {
    condition     = can(regex("^/([a-zA-Z0-9+=,.@_/-]+/)?$", var.path)) && length(var.path) <= 512
    error_message = "The path begins and ends with a slash."
  }
}

variable "description" {
  description = "What the role is for, as shown in the IAM console."
  type        = string
  default     = null

  validation {
    condition     = var.description == null || try(length(var.description) <= 1000, false)
    error_message = "The description must have 1000 characters at most."
  }
}

variable "trusted_services" {
  description = <<-EOT
    AWS services that may assume the role, by statement id.
    - `service`: the service principal, such as `lambda.amazonaws.com`.
    - `source_accounts`, `source_arns`: on whose behalf the service may assume it, for services that say so.
    - `session_tags`: whether the service may pass session tags, as EKS Pod Identity does.
  EOT
  type = map(object({
    service         = string
    source_accounts = optional(list(string), [])
    source_arns     = optional(list(string), [])
    session_tags    = optional(bool, false)
  }))
  default = {}

  validation {
    condition     = alltrue([for sid in keys(var.trusted_services) : can(regex("^[a-zA-Z0-9]+$", sid))])
    error_message = "Each key of trusted_services becomes a statement id and must consist of letters and digits. Invalid: ${join(", ", [for sid in keys(var.trusted_services) : sid if !can(regex("^[a-zA-Z0-9]+$", sid))])}."
  }

  validation {
    condition     = alltrue([for entry in var.trusted_services : can(regex("^[a-z0-9.-]+\\.amazonaws\\.com(\\.cn)?$", entry.service))])
    error_message = "Each service must be a service principal such as lambda.amazonaws.com. Invalid: ${join(", ", [for key, entry in var.trusted_services : key if !can(regex("^[a-z0-9.-]+\\.amazonaws\\.com(\\.cn)?$", entry.service))])}."
  }

  validation {
    condition     = alltrue(flatten([for entry in var.trusted_services : [for account in entry.source_accounts : can(regex("^[0-9]{12}$", account))]]))
    error_message = "Each source account must be a 12-digit account id. Invalid: ${join(", ", [for key, entry in var.trusted_services : key if !alltrue([for account in entry.source_accounts : can(regex("^[0-9]{12}$", account))])])}."
  }

  validation {
    condition     = alltrue(flatten([for entry in var.trusted_services : [for arn in entry.source_arns : can(regex("^arn:aws[a-z-]*:[^:*?]+:", arn))]]))
    error_message = "Each source ARN must name a service; wildcards may follow. Invalid: ${join(", ", [for key, entry in var.trusted_services : key if !alltrue([for arn in entry.source_arns : can(regex("^arn:aws[a-z-]*:[^:*?]+:", arn))])])}."
  }
}

variable "trusted_principals" {
  description = <<-EOT
    IAM principals of this or other accounts that may assume the role, by statement id.
    - `arns`: ARNs of roles or users, or `arn:aws:iam::<account id>:root` for whoever that account lets assume it.
    - `external_ids`: external ids, of which the caller must send one. A third party should be given one.
    - `principal_arn_patterns`: patterns, of which the caller's own ARN must match one, such as the roles of an IAM Identity Center permission set.
    - `require_mfa`: whether the caller must have signed in with a second factor.
    - `session_tags`: whether the caller may pass session tags.
  EOT
  type = map(object({
    arns                   = list(string)
    external_ids           = optional(list(string), [])
    principal_arn_patterns = optional(list(string), [])
    require_mfa            = optional(bool, false)
    session_tags           = optional(bool, false)
  }))
  default = {}

  validation {
    condition     = alltrue([for sid in keys(var.trusted_principals) : can(regex("^[a-zA-Z0-9]+$", sid))])
    error_message = "Each key of trusted_principals becomes a statement id and must consist of letters and digits. Invalid: ${join(", ", [for sid in keys(var.trusted_principals) : sid if !can(regex("^[a-zA-Z0-9]+$", sid))])}."
  }

  validation {
    condition     = alltrue([for entry in var.trusted_principals : length(entry.arns) > 0])
    error_message = "Each entry of trusted_principals needs at least one ARN. Invalid: ${join(", ", [for key, entry in var.trusted_principals : key if !(length(entry.arns) > 0)])}."
  }

  validation {
    condition     = alltrue(flatten([for entry in var.trusted_principals : [for arn in entry.arns : can(regex("^arn:aws[a-z-]*:(iam|sts)::[0-9]{12}:[^*]+$", arn))]]))
    error_message = "Each principal must be the ARN of one IAM or STS principal, without wildcards; patterns belong in principal_arn_patterns. Invalid: ${join(", ", [for key, entry in var.trusted_principals : key if !alltrue([for arn in entry.arns : can(regex("^arn:aws[a-z-]*:(iam|sts)::[0-9]{12}:[^*]+$", arn))])])}."
  }

  validation {
    condition     = alltrue(flatten([for entry in var.trusted_principals : [for pattern in entry.principal_arn_patterns : can(regex("^arn:aws[a-z-]*:(iam|sts)::[0-9]{12}:[a-z-]+/.+$", pattern))]]))
    error_message = "Each pattern must be the ARN of a principal of one account, in which wildcards may follow the kind, as in arn:aws:iam::111122223333:role/deploy-*. Invalid: ${join(", ", [for key, entry in var.trusted_principals : key if !alltrue([for pattern in entry.principal_arn_patterns : can(regex("^arn:aws[a-z-]*:(iam|sts)::[0-9]{12}:[a-z-]+/.+$", pattern))])])}."
  }

  validation {
    condition     = alltrue(flatten([for entry in var.trusted_principals : [for id in entry.external_ids : can(regex("^[a-zA-Z0-9+=,.@:/_-]{2,}$", id)) && length(id) <= 1224]]))
    error_message = "An external id has 2 to 1224 letters, digits or characters of +=,.@:/_-. Invalid: ${join(", ", [for key, entry in var.trusted_principals : key if !alltrue([for id in entry.external_ids : can(regex("^[a-zA-Z0-9+=,.@:/_-]{2,}$", id)) && length(id) <= 1224])])}."
  }
}

variable "trusted_oidc_subjects" {
  description = <<-EOT
    Subjects of OIDC providers, such as GitHub Actions, that may assume the role, by statement id.
    - `provider_arn`: ARN of the OIDC provider in IAM.
    - `subjects`: values of the token's `sub` claim, in which `*` and `?` stand for any characters.
    - `audiences`: values of the token's `aud` claim.
    - `session_tags`: whether the token may bring session tags.

    A pattern for GitHub Actions must name one repository (`repo:<owner>/<repository>:*`), one for gitlab.com one project (`project_path:<group>/<project>:*`): their providers issue tokens for everybody.
  EOT
  type = map(object({
    provider_arn = string
    subjects     = list(string)
    audiences    = optional(list(string), ["sts.amazonaws.com"])
    session_tags = optional(bool, false)
  }))
  default = {}

  validation {
    condition     = alltrue([for sid in keys(var.trusted_oidc_subjects) : can(regex("^[a-zA-Z0-9]+$", sid))])
    error_message = "Each key of trusted_oidc_subjects becomes a statement id and must consist of letters and digits. Invalid: ${join(", ", [for sid in keys(var.trusted_oidc_subjects) : sid if !can(regex("^[a-zA-Z0-9]+$", sid))])}."
  }

  validation {
    condition     = alltrue([for entry in var.trusted_oidc_subjects : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:oidc-provider/.+$", entry.provider_arn))])
    error_message = "Each OIDC provider must be given by its ARN. Invalid: ${join(", ", [for key, entry in var.trusted_oidc_subjects : key if !can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:oidc-provider/.+$", entry.provider_arn))])}."
  }

  validation {
    condition     = alltrue([for entry in var.trusted_oidc_subjects : length(entry.subjects) > 0 && alltrue([for subject in entry.subjects : can(regex("^[^*?]", subject))])])
    error_message = "Each entry of trusted_oidc_subjects needs subjects, which must not be empty or begin with a wildcard. Invalid: ${join(", ", [for key, entry in var.trusted_oidc_subjects : key if !(length(entry.subjects) > 0 && alltrue([for subject in entry.subjects : can(regex("^[^*?]", subject))]))])}."
  }

  validation {
    condition     = alltrue([for entry in var.trusted_oidc_subjects : length(entry.audiences) > 0 && alltrue([for audience in entry.audiences : can(regex("^[^*?]+$", audience))])])
    error_message = "Each entry of trusted_oidc_subjects needs audiences, without wildcards. Invalid: ${join(", ", [for key, entry in var.trusted_oidc_subjects : key if !(length(entry.audiences) > 0 && alltrue([for audience in entry.audiences : can(regex("^[^*?]+$", audience))]))])}."
  }

  validation {
    condition = alltrue(flatten([
      for entry in var.trusted_oidc_subjects : [
        for subject in entry.subjects : can(regex("^repo:[^*?/:]+/[^*?/:]+:", subject)) || !can(regex("[*?]", subject))
      ] if endswith(entry.provider_arn, ":oidc-provider/token.actions.githubusercontent.com")
    ]))
    error_message = "A pattern for GitHub Actions must name the owner and the repository, as in repo:example/orders:*, or other repositories could assume the role. Invalid: ${join(", ", [for key, entry in var.trusted_oidc_subjects : key if endswith(entry.provider_arn, ":oidc-provider/token.actions.githubusercontent.com") && !alltrue([for subject in entry.subjects : can(regex("^repo:[^*?/:]+/[^*?/:]+:", subject)) || !can(regex("[*?]", subject))])])}."
  }

  validation {
    condition = alltrue(flatten([
      for entry in var.trusted_oidc_subjects : [
        for subject in entry.subjects : can(regex("^project_path:[^*?/:]+/[^*?:]+:", subject)) || !can(regex("[*?]", subject))
      ] if endswith(entry.provider_arn, ":oidc-provider/gitlab.com")
    ]))
    error_message = "A pattern for gitlab.com must name the group and the project, as in project_path:example/orders:*, or other projects could assume the role. Invalid: ${join(", ", [for key, entry in var.trusted_oidc_subjects : key if endswith(entry.provider_arn, ":oidc-provider/gitlab.com") && !alltrue([for subject in entry.subjects : can(regex("^project_path:[^*?/:]+/[^*?:]+:", subject)) || !can(regex("[*?]", subject))])])}."
  }
}

variable "permissions_boundary_arn" {
  description = "ARN of the policy that limits what the role can be allowed at all."
  type        = string
  default     = null

  validation {
    condition     = var.permissions_boundary_arn == null || can(regex("^arn:aws[a-z-]*:iam::(aws|[0-9]{12}):policy/.+$", var.permissions_boundary_arn))
    error_message = "The permissions boundary must be the ARN of a policy."
  }
}

variable "inline_policies" {
  description = "JSON policy documents that only this role has, by policy name."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for name in keys(var.inline_policies) : can(regex("^[a-zA-Z0-9+=,.@_-]{1,128}$", name))])
    error_message = "The name of an inline policy has 1 to 128 letters, digits or characters of +=,.@_-. Invalid: ${join(", ", [for name in keys(var.inline_policies) : name if !can(regex("^[a-zA-Z0-9+=,.@_-]{1,128}$", name))])}."
  }

  validation {
    condition     = alltrue([for document in var.inline_policies : can(jsondecode(document).Statement)])
    error_message = "Each inline policy must be a JSON document with a Statement element. Invalid: ${join(", ", [for key, document in var.inline_policies : key if !can(jsondecode(document).Statement)])}."
  }
}

variable "managed_policy_arns" {
  description = "ARNs of managed policies that the role has, by a name of your choice. The names let a plan be made before the policies exist."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for arn in var.managed_policy_arns : can(regex("^arn:aws[a-z-]*:iam::(aws|[0-9]{12}):policy/.+$", arn))])
    error_message = "Each managed policy must be given by its ARN. Invalid: ${join(", ", [for key, arn in var.managed_policy_arns : key if !can(regex("^arn:aws[a-z-]*:iam::(aws|[0-9]{12}):policy/.+$", arn))])}."
  }
}

variable "remove_other_policies" {
  description = "Whether Terraform removes inline policies and attachments that were added to the role by others. Set it to `false` where something else attaches policies."
  type        = bool
  default     = true
}

variable "allow_administrator_access" {
  description = "Whether policies of the role may allow everything, or all of IAM."
  type        = bool
  default     = false
}

variable "max_session_duration" {
  description = "Seconds that a session of the role can last at most."
  type        = number
  default     = 3600

  validation {
    condition     = var.max_session_duration >= 3600 && var.max_session_duration <= 43200
    error_message = "The session duration must be between 3600 and 43200 seconds (1 to 12 hours)."
  }
}

variable "create_instance_profile" {
  description = "Whether to create an instance profile, with which EC2 instances have the role."
  type        = bool
  default     = false
}

variable "tags" {
  description = "Tags of the role and the instance profile."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for key in keys(var.tags) : !startswith(lower(key), "aws:")])
    error_message = "Tag keys must not begin with aws:, which AWS reserves. Invalid: ${join(", ", [for key in keys(var.tags) : key if startswith(lower(key), "aws:")])}."
  }
}
