variable "bucket_name" {
  description = "Globally unique name of the bucket that holds states. `-access-logs` and `-lock` are appended for what belongs to it."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]{1,49}[a-z0-9]$", var.bucket_name))
    error_message = "The bucket name must have 3 to 51 lowercase letters, digits and hyphens, and begin and end with a letter or digit."
  }
}

variable "kms_key" {
  description = "The `arn` of the KMS key that encrypts states and locks. Without it, the module creates a key whose use IAM policies grant."
  type = object({
    arn = string
  })
  default = null

  validation {
    condition     = var.kms_key == null || can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.kms_key.arn))
    error_message = "The KMS key must be given by the ARN of the key, not by an id or alias."
  }
}

variable "access_log_bucket" {
  description = "The `name` of a bucket that receives access logs. Without it, the module creates one."
  type = object({
    name = string
  })
  default = null

  validation {
    condition     = try(var.access_log_bucket.name, null) != var.bucket_name
    error_message = "A bucket must not log its own accesses to itself."
  }
}

variable "access_log_retention_days" {
  description = "Days after which access logs expire in the bucket that the module creates for them."
  type        = number
  default     = 365

  validation {
    condition     = var.access_log_retention_days >= 1
    error_message = "Access logs must be kept for at least one day."
  }
}

variable "earlier_states" {
  description = "When earlier versions of a state expire: after `days`, except the `newest`."
  type = object({
    days   = optional(number, 365)
    newest = optional(number, 20)
  })
  default = {}

  validation {
    condition     = var.earlier_states.days >= 1 && var.earlier_states.newest >= 1 && var.earlier_states.newest <= 100
    error_message = "Earlier states must be kept for at least one day, and the newest 1 to 100 of them for good."
  }
}

variable "locking" {
  description = "Where Terraform locks states: `s3` (a file beside the state, from Terraform 1.10 on), `dynamodb` (an item in a table, for older ones) or `both` (while root modules move from one to the other)."
  type        = string
  default     = "s3"

  validation {
    condition     = contains(["s3", "dynamodb", "both"], var.locking)
    error_message = "The locking must be s3, dynamodb or both."
  }
}

variable "lock_table_name" {
  description = "Name of the lock table, if `locking` needs one: `<bucket_name>-lock` when not given."
  type        = string
  default     = null

  validation {
    condition     = var.lock_table_name == null || can(regex("^[a-zA-Z0-9_.-]{3,255}$", var.lock_table_name))
    error_message = "The name of the lock table must have 3 to 255 letters, digits, underscores, dots and hyphens."
  }
}

variable "prevent_destroy" {
  description = "Whether Terraform refuses to destroy the module. To destroy it all the same, see the README."
  type        = bool
  default     = true
}

variable "state_access" {
  description = <<-EOT
    IAM policies for access to states, by the name of the policy, which follows that of the bucket.
    - `state_keys`: keys of states, with `*` for any characters.
    - `access`: `read-only` or `read-write`.
    - `role_names`: roles of the account that the policy is attached to.
  EOT
  type = map(object({
    state_keys = list(string)
    access     = optional(string, "read-only")
    role_names = optional(list(string), [])
  }))
  default = {}

  validation {
    condition     = alltrue([for name in keys(var.state_access) : can(regex("^[a-zA-Z0-9_-]{1,64}$", name))])
    error_message = "The name of a policy must have 1 to 64 letters, digits, underscores and hyphens. Invalid: ${join(", ", [for name in keys(var.state_access) : name if !can(regex("^[a-zA-Z0-9_-]{1,64}$", name))])}."
  }

  validation {
    condition     = alltrue([for grant in var.state_access : contains(["read-only", "read-write"], grant.access)])
    error_message = "The access must be read-only or read-write. Invalid: ${join(", ", [for key, grant in var.state_access : key if !contains(["read-only", "read-write"], grant.access)])}."
  }

  validation {
    condition     = alltrue([for grant in var.state_access : length(grant.state_keys) > 0 && alltrue([for key in grant.state_keys : can(regex("^[^/$][^$]*$", key))])])
    error_message = "Each policy needs keys of states, which do not begin with a slash and have no policy variables. Invalid: ${join(", ", [for key, grant in var.state_access : key if !(length(grant.state_keys) > 0 && alltrue([for key in grant.state_keys : can(regex("^[^/$][^$]*$", key))]))])}."
  }

  validation {
    condition     = alltrue(flatten([for grant in var.state_access : [for role in grant.role_names : can(regex("^[a-zA-Z0-9_+=,.@-]{1,64}$", role))]]))
    error_message = "Each role must be given by its name, without path or ARN. Invalid: ${join(", ", [for key, grant in var.state_access : key if !alltrue([for role in grant.role_names : can(regex("^[a-zA-Z0-9_+=,.@-]{1,64}$", role))])])}."
  }
}

variable "tags" {
  description = "Tags of all resources."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for key in keys(var.tags) : !startswith(lower(key), "aws:")])
    error_message = "Tag keys must not begin with aws:, which AWS reserves. Invalid: ${join(", ", [for key in keys(var.tags) : key if startswith(lower(key), "aws:")])}."
  }
}
