variable "bucket_name" {
  description = "Globally unique name of the bucket: 3 to 63 lowercase letters, digits and hyphens. Dots are refused, since they break TLS host names."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$", var.bucket_name))
    error_message = "The bucket name must have 3 to 63 lowercase letters, digits and hyphens, and begin and end with a letter or digit."
  }

  validation {
    condition     = !can(regex("^(xn--|sthree-|amzn-s3-demo-)|(-s3alias|--ol-s3|--x-s3|--table-s3)$", var.bucket_name))
    error_message = "The bucket name has a prefix or suffix that S3 reserves."
  }
}

variable "force_destroy" {
  description = "Whether destroying the bucket also deletes the objects in it."
  type        = bool
  default     = false
}

variable "sse_algorithm" {
  description = "Default encryption of objects: `aws:kms`, `aws:kms:dsse` (two layers) or `AES256` (keys owned by S3)."
  type        = string
  default     = "aws:kms"

  validation {
    condition     = contains(["aws:kms", "aws:kms:dsse", "AES256"], var.sse_algorithm)
    error_message = "The algorithm must be aws:kms, aws:kms:dsse or AES256."
  }
}

variable "kms_key_arn" {
  description = "ARN of the KMS key that encrypts objects. Without one, the AWS managed key `aws/s3` does, which other accounts cannot use."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null || can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.kms_key_arn))
    error_message = "The KMS key must be given by the ARN of the key, not by an id or alias: S3 resolves those in the account of the requester."
  }
}

variable "bucket_key_enabled" {
  description = "Whether S3 derives data keys from a bucket-level key, which saves most KMS requests. Only `aws:kms` has bucket keys."
  type        = bool
  default     = true
}

variable "versioning_enabled" {
  description = "Whether S3 keeps earlier versions of objects."
  type        = bool
  default     = true
}

variable "object_lock" {
  description = "Default retention under Object Lock: `mode` is `GOVERNANCE` or `COMPLIANCE`, for a number of `days` or `years`. It cannot be switched off later."
  type = object({
    mode  = string
    days  = optional(number)
    years = optional(number)
  })
  default = null

  validation {
    condition     = var.object_lock == null || contains(["GOVERNANCE", "COMPLIANCE"], try(var.object_lock.mode, ""))
    error_message = "The Object Lock mode must be GOVERNANCE or COMPLIANCE."
  }

  validation {
    condition     = var.object_lock == null || (try(var.object_lock.days, null) == null) != (try(var.object_lock.years, null) == null)
    error_message = "Object Lock needs either days or years."
  }
}

variable "access_logging" {
  description = "Server access logging to `target_bucket`, below `target_prefix` (`<bucket_name>/` when not given), in folders by event date unless `partition_by_event_time` is `false`."
  type = object({
    target_bucket           = string
    target_prefix           = optional(string)
    partition_by_event_time = optional(bool, true)
  })
  default = null
}

variable "access_log_source_bucket_arns" {
  description = "ARNs of buckets of this account that deliver their server access logs to this bucket."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for arn in var.access_log_source_bucket_arns : can(regex("^arn:aws[a-z-]*:s3:::[a-z0-9.*-]+$", arn))])
    error_message = "Each source of access logs must be the ARN of a bucket."
  }
}

variable "minimum_tls_version" {
  description = "Oldest TLS version with which requests are accepted."
  type        = string
  default     = "1.2"

  validation {
    condition     = contains(["1.2", "1.3"], var.minimum_tls_version)
    error_message = "The minimum TLS version must be 1.2 or 1.3."
  }
}

variable "upload_encryption_policy" {
  description = "What the bucket policy demands of an upload: `match` denies an encryption header that differs from the bucket's encryption, `require` also denies a missing one, `none` demands nothing."
  type        = string
  default     = "match"

  validation {
    condition     = contains(["match", "require", "none"], var.upload_encryption_policy)
    error_message = "The upload encryption policy must be match, require or none."
  }
}

variable "additional_policy_json" {
  description = "JSON policy document whose statements are appended to the bucket policy."
  type        = string
  default     = null

  validation {
    condition     = var.additional_policy_json == null || can(jsondecode(var.additional_policy_json).Statement)
    error_message = "The additional policy must be a JSON document with a Statement element."
  }
}

variable "abort_incomplete_multipart_upload_days" {
  description = "Days after which S3 discards the parts of an unfinished upload; `null` keeps them."
  type        = number
  default     = 7

  validation {
    condition     = var.abort_incomplete_multipart_upload_days == null || try(var.abort_incomplete_multipart_upload_days >= 1, false)
    error_message = "Unfinished uploads can be discarded after one day at the earliest."
  }
}

variable "lifecycle_rules" {
  description = <<-EOT
    Lifecycle rules of the bucket.
    - `id`, `enabled`: name of the rule, and whether it applies.
    - `prefix`, `tags`, `object_size_greater_than`, `object_size_less_than`: objects the rule applies to, sizes in bytes; all objects when none is given.
    - `expiration_days`, `expired_object_delete_marker`: when objects expire, and whether delete markers without versions go.
    - `abort_incomplete_multipart_upload_days`: when parts of unfinished uploads are discarded.
    - `noncurrent_version_expiration`: days after which earlier versions expire, except the `newer_versions` newest.
    - `transitions`, `noncurrent_version_transitions`: storage class after a number of days.
  EOT
  type = list(object({
    id                                     = string
    enabled                                = optional(bool, true)
    prefix                                 = optional(string)
    tags                                   = optional(map(string), {})
    object_size_greater_than               = optional(number)
    object_size_less_than                  = optional(number)
    expiration_days                        = optional(number)
    expired_object_delete_marker           = optional(bool, false)
    abort_incomplete_multipart_upload_days = optional(number)
    noncurrent_version_expiration = optional(object({
      days           = number
      newer_versions = optional(number)
    }))
    transitions = optional(list(object({
      days          = number
      storage_class = string
    })), [])
    noncurrent_version_transitions = optional(list(object({
      days           = number
      newer_versions = optional(number)
      storage_class  = string
    })), [])
  }))
  default = []

  validation {
    condition     = length(distinct([for rule in var.lifecycle_rules : rule.id])) == length(var.lifecycle_rules) && !contains([for rule in var.lifecycle_rules : rule.id], "abort-incomplete-multipart-uploads")
    error_message = "Lifecycle rules must have different ids, and abort-incomplete-multipart-uploads is the module's own."
  }

  validation {
    condition = alltrue([
      for rule in var.lifecycle_rules :
      rule.expiration_days != null || rule.expired_object_delete_marker || rule.abort_incomplete_multipart_upload_days != null ||
      rule.noncurrent_version_expiration != null || length(rule.transitions) + length(rule.noncurrent_version_transitions) > 0
    ])
    error_message = "Each lifecycle rule must have at least one action."
  }

  validation {
    condition = alltrue(flatten([
      for rule in var.lifecycle_rules : [
        for transition in concat(rule.transitions, rule.noncurrent_version_transitions) :
        contains(["STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"], transition.storage_class)
      ]
    ]))
    error_message = "The storage class of a transition must be STANDARD_IA, ONEZONE_IA, INTELLIGENT_TIERING, GLACIER_IR, GLACIER or DEEP_ARCHIVE."
  }

  validation {
    condition = alltrue(flatten([
      for rule in var.lifecycle_rules : [
        for transition in rule.transitions : rule.expiration_days > transition.days
      ] if rule.expiration_days != null
    ]))
    error_message = "Objects must expire after their last transition."
  }

  validation {
    condition = alltrue([
      for rule in var.lifecycle_rules :
      length(rule.tags) == 0 && rule.object_size_greater_than == null && rule.object_size_less_than == null
      if rule.expired_object_delete_marker || rule.abort_incomplete_multipart_upload_days != null
    ])
    error_message = "Delete markers and unfinished uploads have neither tags nor a size to select them by."
  }

  validation {
    condition     = alltrue([for rule in var.lifecycle_rules : !(rule.expired_object_delete_marker && rule.expiration_days != null)])
    error_message = "A rule must have either expiration_days or expired_object_delete_marker."
  }
}

variable "tags" {
  description = "Tags of the bucket."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for key in keys(var.tags) : !startswith(lower(key), "aws:")])
    error_message = "Tag keys must not begin with aws:, which AWS reserves. Invalid: ${join(", ", [for key in keys(var.tags) : key if startswith(lower(key), "aws:")])}."
  }
}
