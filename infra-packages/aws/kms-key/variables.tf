variable "description" {
  description = "What the key protects, as shown in the KMS console."
  type        = string

  validation {
    condition     = length(trimspace(var.description)) > 0 && length(var.description) <= 8192
    error_message = "The description must have between 1 and 8192 characters."
  }
}

variable "aliases" {
  description = "Names of the key, without the `alias/` prefix."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for name in var.aliases : can(regex("^[a-zA-Z0-9/_-]{1,250}$", name))])
    error_message = "An alias has 1 to 250 letters, digits, slashes, underscores or hyphens."
  }

  validation {
    condition     = alltrue([for name in var.aliases : !startswith(name, "alias/") && !startswith(name, "aws/")])
    error_message = "An alias is given without its alias/ prefix and must not begin with aws/, which AWS reserves."
  }
}

variable "key_usage" {
  description = "Cryptographic operation the key is for: `ENCRYPT_DECRYPT`, `SIGN_VERIFY`, `GENERATE_VERIFY_MAC` or `KEY_AGREEMENT`."
  type        = string
  default     = "ENCRYPT_DECRYPT"

  validation {
    condition     = contains(["ENCRYPT_DECRYPT", "SIGN_VERIFY", "GENERATE_VERIFY_MAC", "KEY_AGREEMENT"], var.key_usage)
    error_message = "The key usage must be ENCRYPT_DECRYPT, SIGN_VERIFY, GENERATE_VERIFY_MAC or KEY_AGREEMENT."
  }
}

variable "key_spec" {
  description = "Type of key material, for example `SYMMETRIC_DEFAULT`, `RSA_4096`, `ECC_NIST_P384` or `HMAC_256`. It must suit `key_usage`."
  type        = string
  default     = "SYMMETRIC_DEFAULT"

  validation {
    condition = contains([
      "SYMMETRIC_DEFAULT",
      "RSA_2048", "RSA_3072", "RSA_4096",
      "ECC_NIST_P256", "ECC_NIST_P384", "ECC_NIST_P521", "ECC_SECG_P256K1",
      "HMAC_224", "HMAC_256", "HMAC_384", "HMAC_512",
    ], var.key_spec)
    error_message = "The key spec must be SYMMETRIC_DEFAULT, RSA_2048|3072|4096, ECC_NIST_P256|P384|P521, ECC_SECG_P256K1 or HMAC_224|256|384|512."
  }
}

variable "enabled" {
  description = "Whether the key can be used. A disabled key keeps its material and policy."
  type        = bool
  default     = true
}

variable "multi_region" {
  description = "Whether the key is a multi-Region primary key, which can be replicated. It cannot be changed later."
  type        = bool
  default     = false
}

variable "enable_key_rotation" {
  description = "Whether KMS rotates the key material. It has no effect on asymmetric and HMAC keys, which KMS cannot rotate."
  type        = bool
  default     = true
}

variable "rotation_period_in_days" {
  description = "Days between two automatic rotations."
  type        = number
  default     = 365

  validation {
    condition     = var.rotation_period_in_days >= 90 && var.rotation_period_in_days <= 2560
    error_message = "The rotation period must be between 90 and 2560 days."
  }
}

variable "deletion_window_in_days" {
  description = "Days between a request to delete the key and its irrevocable deletion."
  type        = number
  default     = 30

  validation {
    condition     = var.deletion_window_in_days >= 7 && var.deletion_window_in_days <= 30
    error_message = "The deletion window must be between 7 and 30 days."
  }
}

variable "delegate_access_to_iam" {
  description = "Whether IAM policies of the account can grant use of the key, as with keys that AWS creates. When `false`, only principals named here can use it, and the account root can administer it but not decrypt with it."
  type        = bool
  default     = true
}

variable "administrators" {
  description = "ARNs of IAM principals that manage the key and its policy without using it for cryptography."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for arn in var.administrators : can(regex("^arn:aws[a-z-]*:(iam|sts)::[0-9]{12}:[^*]+$", arn))])
    error_message = "Each administrator must be the ARN of one IAM or STS principal, without wildcards."
  }
}

variable "users" {
  description = "ARNs of IAM principals that use the key for the operations of `key_usage`."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for arn in var.users : can(regex("^arn:aws[a-z-]*:(iam|sts)::[0-9]{12}:[^*]+$", arn))])
    error_message = "Each user must be the ARN of one IAM or STS principal, without wildcards."
  }
}

variable "grant_creators" {
  description = "ARNs of IAM principals that may let AWS services use the key on their behalf, as attaching an encrypted EBS volume needs."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for arn in var.grant_creators : can(regex("^arn:aws[a-z-]*:(iam|sts)::[0-9]{12}:[^*]+$", arn))])
    error_message = "Each grant creator must be the ARN of one IAM or STS principal, without wildcards."
  }
}

variable "service_principals" {
  description = <<-EOT
    AWS services that use the key, by statement id.
    - `service`: the service principal, such as `logs.eu-central-1.amazonaws.com`.
    - `actions`: KMS actions; those of `key_usage` when not given.
    - `source_accounts`, `source_arns`: on whose behalf the service may use the key.
    - `encryption_context`: patterns that the encryption context must match, by context key.

    Without any of these limits, the service may use the key for this account only.
  EOT
  type = map(object({
    service            = string
    actions            = optional(list(string))
    source_accounts    = optional(list(string), [])
    source_arns        = optional(list(string), [])
    encryption_context = optional(map(list(string)), {})
  }))
  default = {}

  validation {
    condition     = alltrue([for sid in keys(var.service_principals) : can(regex("^[a-zA-Z0-9]+$", sid))])
    error_message = "Each key of service_principals becomes a statement id and must consist of letters and digits. Invalid: ${join(", ", [for sid in keys(var.service_principals) : sid if !can(regex("^[a-zA-Z0-9]+$", sid))])}."
  }

  validation {
    condition     = alltrue([for entry in var.service_principals : can(regex("^[a-z0-9.-]+\\.amazonaws\\.com(\\.cn)?$", entry.service))])
    error_message = "Each service must be a service principal such as logs.eu-central-1.amazonaws.com. Invalid: ${join(", ", [for key, entry in var.service_principals : key if !can(regex("^[a-z0-9.-]+\\.amazonaws\\.com(\\.cn)?$", entry.service))])}."
  }

  validation {
    condition     = alltrue(flatten([for entry in var.service_principals : [for action in coalesce(entry.actions, []) : startswith(action, "kms:") && action != "kms:*"]]))
    error_message = "Each action must be a KMS action such as kms:Decrypt; kms:* is not allowed. Invalid: ${join(", ", [for key, entry in var.service_principals : key if !alltrue([for action in coalesce(entry.actions, []) : startswith(action, "kms:") && action != "kms:*"])])}."
  }

  validation {
    condition     = alltrue(flatten([for entry in var.service_principals : [for account in entry.source_accounts : can(regex("^[0-9]{12}$", account))]]))
    error_message = "Each source account must be a 12-digit account id. Invalid: ${join(", ", [for key, entry in var.service_principals : key if !alltrue([for account in entry.source_accounts : can(regex("^[0-9]{12}$", account))])])}."
  }

  validation {
    condition     = alltrue(flatten([for entry in var.service_principals : [for patterns in entry.encryption_context : length(patterns) > 0]]))
    error_message = "Each key of an encryption context needs at least one pattern. Invalid: ${join(", ", [for key, entry in var.service_principals : key if !alltrue([for patterns in entry.encryption_context : length(patterns) > 0])])}."
  }
}

variable "additional_policy_json" {
  description = "JSON policy document whose statements are appended to the key policy."
  type        = string
  default     = null

  validation {
    condition     = var.additional_policy_json == null || can(jsondecode(var.additional_policy_json).Statement)
    error_message = "The additional policy must be a JSON document with a Statement element."
  }
}

variable "tags" {
  description = "Tags of the key."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for key in keys(var.tags) : !startswith(lower(key), "aws:")])
    error_message = "Tag keys must not begin with aws:, which AWS reserves. Invalid: ${join(", ", [for key in keys(var.tags) : key if startswith(lower(key), "aws:")])}."
  }
}
