variable "name" {
  description = "Name of the table."
  type        = string

  validation {
    condition     = can(regex("^[a-zA-Z0-9_.-]{3,255}$", var.name))
    error_message = "The name must have 3 to 255 letters, digits, underscores, dots and hyphens."
  }
}

variable "hash_key" {
  description = "Attribute that items are distributed by: its `name`, and its `type` `S`, `N` or `B`. It cannot be changed later."
  type = object({
    name = string
    type = optional(string, "S")
  })

  validation {
    condition     = contains(["S", "N", "B"], var.hash_key.type)
    error_message = "The type of the hash key must be S, N or B."
  }
}

variable "range_key" {
  description = "Attribute that items with the same hash key are sorted by; `null` for none. It cannot be changed later."
  type = object({
    name = string
    type = optional(string, "S")
  })
  default = null

  validation {
    condition     = var.range_key == null || contains(["S", "N", "B"], try(var.range_key.type, ""))
    error_message = "The type of the range key must be S, N or B."
  }
}

variable "global_secondary_indexes" {
  description = <<-EOT
    Global secondary indexes, by name.
    - `hash_key`, `range_key`: their keys, as those of the table.
    - `projection_type`, `non_key_attributes`: what is copied to the index: `ALL`, `KEYS_ONLY`, or `INCLUDE` with the attributes.
    - `provisioned_capacity`: units for `read` and `write`, if the table has provisioned capacity. They do not scale.
  EOT
  type = map(object({
    hash_key = object({
      name = string
      type = optional(string, "S")
    })
    range_key = optional(object({
      name = string
      type = optional(string, "S")
    }))
    projection_type    = optional(string, "ALL")
    non_key_attributes = optional(list(string))
    provisioned_capacity = optional(object({
      read  = number
      write = number
    }))
  }))
  default = {}

  validation {
    condition     = length(var.global_secondary_indexes) <= 20
    error_message = "A table has 20 global secondary indexes at most."
  }

  validation {
    condition     = alltrue([for index in var.global_secondary_indexes : alltrue([for key in [index.hash_key, index.range_key] : contains(["S", "N", "B"], key.type) if key != null])])
    error_message = "The type of a key must be S, N or B. Invalid: ${join(", ", [for key, index in var.global_secondary_indexes : key if !alltrue([for key in [index.hash_key, index.range_key] : contains(["S", "N", "B"], key.type) if key != null])])}."
  }

  validation {
    condition     = alltrue([for index in var.global_secondary_indexes : contains(["ALL", "KEYS_ONLY", "INCLUDE"], index.projection_type) && (index.projection_type == "INCLUDE") == (length(coalesce(index.non_key_attributes, [])) > 0)])
    error_message = "The projection must be ALL, KEYS_ONLY, or INCLUDE together with non_key_attributes. Invalid: ${join(", ", [for key, index in var.global_secondary_indexes : key if !(contains(["ALL", "KEYS_ONLY", "INCLUDE"], index.projection_type) && (index.projection_type == "INCLUDE") == (length(coalesce(index.non_key_attributes, [])) > 0))])}."
  }

  validation {
    condition     = alltrue([for index in var.global_secondary_indexes : index.provisioned_capacity == null || try(index.provisioned_capacity.read >= 1 && index.provisioned_capacity.write >= 1, false)])
    error_message = "The capacity of an index must be at least one unit. Invalid: ${join(", ", [for key, index in var.global_secondary_indexes : key if !(index.provisioned_capacity == null || try(index.provisioned_capacity.read >= 1 && index.provisioned_capacity.write >= 1, false))])}."
  }
}

variable "local_secondary_indexes" {
  description = "Local secondary indexes, by name, with `range_key`, `projection_type` and `non_key_attributes` as those of global ones. They cannot be changed later."
  type = map(object({
    range_key = object({
      name = string
      type = optional(string, "S")
    })
    projection_type    = optional(string, "ALL")
    non_key_attributes = optional(list(string))
  }))
  default = {}

  validation {
    condition     = length(var.local_secondary_indexes) <= 5
    error_message = "A table has 5 local secondary indexes at most."
  }

  validation {
    condition     = alltrue([for index in var.local_secondary_indexes : contains(["S", "N", "B"], index.range_key.type)])
    error_message = "The type of a key must be S, N or B. Invalid: ${join(", ", [for key, index in var.local_secondary_indexes : key if !contains(["S", "N", "B"], index.range_key.type)])}."
  }

  validation {
    condition     = alltrue([for index in var.local_secondary_indexes : contains(["ALL", "KEYS_ONLY", "INCLUDE"], index.projection_type) && (index.projection_type == "INCLUDE") == (length(coalesce(index.non_key_attributes, [])) > 0)])
    error_message = "The projection must be ALL, KEYS_ONLY, or INCLUDE together with non_key_attributes. Invalid: ${join(", ", [for key, index in var.local_secondary_indexes : key if !(contains(["ALL", "KEYS_ONLY", "INCLUDE"], index.projection_type) && (index.projection_type == "INCLUDE") == (length(coalesce(index.non_key_attributes, [])) > 0))])}."
  }
}

variable "provisioned_capacity" {
  description = <<-EOT
    Capacity units for `read` and `write`; `null` pays for each request instead.
    - `min`, `max`: the limits of auto scaling; without `max` the capacity is always `min`.
    - `target_utilization`: percentage of the capacity that auto scaling aims at.
  EOT
  type = object({
    read = object({
      min                = number
      max                = optional(number)
      target_utilization = optional(number, 70)
    })
    write = object({
      min                = number
      max                = optional(number)
      target_utilization = optional(number, 70)
    })
  })
  default = null

  validation {
    condition     = var.provisioned_capacity == null || try(alltrue([for capacity in var.provisioned_capacity : capacity.min >= 1 && coalesce(capacity.max, capacity.min) >= capacity.min]), false)
    error_message = "The smallest capacity must be at least one unit, and the largest no smaller than that."
  }

  validation {
    condition     = var.provisioned_capacity == null || try(alltrue([for capacity in var.provisioned_capacity : capacity.target_utilization >= 20 && capacity.target_utilization <= 90]), false)
    error_message = "The target utilization must be between 20 and 90 percent."
  }
}

variable "on_demand_limits" {
  description = "Most request units a second for `read` and `write` of a table that pays for each request, which limits its cost; no limit where not given."
  type = object({
    read  = optional(number)
    write = optional(number)
  })
  default = null

  validation {
    condition     = var.on_demand_limits == null || (try(coalesce(var.on_demand_limits.read, var.on_demand_limits.write), 0) >= 1 && alltrue([for limit in [try(var.on_demand_limits.read, null), try(var.on_demand_limits.write, null)] : limit >= 1 if limit != null]))
    error_message = "At least one limit must be given, and each must be at least one unit."
  }
}

variable "table_class" {
  description = "Class of the table: `STANDARD`, or `STANDARD_INFREQUENT_ACCESS` where storage costs more than requests."
  type        = string
  default     = "STANDARD"

  validation {
    condition     = contains(["STANDARD", "STANDARD_INFREQUENT_ACCESS"], var.table_class)
    error_message = "The table class must be STANDARD or STANDARD_INFREQUENT_ACCESS."
  }
}

variable "ttl_attribute" {
  description = "Name of the attribute that says when an item expires, in seconds since 1970; `null` for items that do not."
  type        = string
  default     = null

  validation {
    condition     = var.ttl_attribute == null || try(length(var.ttl_attribute) >= 1 && length(var.ttl_attribute) <= 255, false)
    error_message = "The name of the TTL attribute must have 1 to 255 characters."
  }
}

variable "stream_view_type" {
  description = "What the stream of changes says of an item: `KEYS_ONLY`, `NEW_IMAGE`, `OLD_IMAGE` or `NEW_AND_OLD_IMAGES`; `null` for no stream."
  type        = string
  default     = null

  validation {
    condition     = var.stream_view_type == null || contains(["KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES"], coalesce(var.stream_view_type, "-"))
    error_message = "The stream view type must be KEYS_ONLY, NEW_IMAGE, OLD_IMAGE or NEW_AND_OLD_IMAGES."
  }
}

variable "kms_key_arn" {
  description = "ARN of the KMS key that encrypts the table. Without one, the AWS managed key `aws/dynamodb` does, which other accounts cannot use."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null || can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.kms_key_arn))
    error_message = "The KMS key must be given by the ARN of the key, not by an id or alias."
  }
}

variable "point_in_time_recovery_enabled" {
  description = "Whether the table can be restored as it was at any time of the last 35 days."
  type        = bool
  default     = true
}

variable "deletion_protection_enabled" {
  description = "Whether DynamoDB refuses to delete the table."
  type        = bool
  default     = true
}

variable "reader_arns" {
  description = "ARNs of IAM principals that read items. Those of the same account can have that from an IAM policy instead."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for arn in var.reader_arns : can(regex("^arn:aws[a-z-]*:(iam|sts)::[0-9]{12}:[^*]+$", arn))])
    error_message = "Each reader must be the ARN of one IAM or STS principal, without wildcards."
  }
}

variable "writer_arns" {
  description = "ARNs of IAM principals that read and write items. Those of the same account can have that from an IAM policy instead."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for arn in var.writer_arns : can(regex("^arn:aws[a-z-]*:(iam|sts)::[0-9]{12}:[^*]+$", arn))])
    error_message = "Each writer must be the ARN of one IAM or STS principal, without wildcards."
  }
}

variable "additional_policy_json" {
  description = "JSON policy document whose statements are appended to the policy of the table."
  type        = string
  default     = null

  validation {
    condition     = var.additional_policy_json == null || can(jsondecode(var.additional_policy_json).Statement)
    error_message = "The additional policy must be a JSON document with a Statement element."
  }
}

variable "tags" {
  description = "Tags of the table and of what scales it."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for key in keys(var.tags) : !startswith(lower(key), "aws:")])
    error_message = "Tag keys must not begin with aws:, which AWS reserves. Invalid: ${join(", ", [for key in keys(var.tags) : key if startswith(lower(key), "aws:")])}."
  }
}
