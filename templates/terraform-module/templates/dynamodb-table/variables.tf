variable "name" {
  description = "Name of the table."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9_.-]{3,255}$", var.name))
    error_message = "The name must have 3 to 255 letters, digits, dots, hyphens and underscores."
  }
}

variable "hash_key" {
  description = "Attribute that is the partition key. It cannot be changed later."
  type        = string
}

variable "range_key" {
  description = "Attribute that is the sort key, if there is one. It cannot be changed later."
  type        = string
  default     = null
}

variable "attribute_types" {
  description = "Types of key attributes that are not strings: `N` for a number, `B` for bytes."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for type in values(var.attribute_types) : contains(["S", "N", "B"], type)])
    error_message = "The type of an attribute must be S, N or B. Invalid: ${join(", ", [for name, type in var.attribute_types : name if !contains(["S", "N", "B"], type)])}."
  }
}

variable "indexes" {
  description = "Global secondary indexes by name, each with a partition key and an optional sort key. They contain all attributes."
  type = map(object({
    hash_key  = string
    range_key = optional(string)
  }))
  default = {}

  validation {
    condition     = length(var.indexes) <= 20
    error_message = "A table has at most 20 global secondary indexes."
  }
}

variable "ttl_attribute" {
  description = "Attribute with the time, in seconds since 1970, after which DynamoDB deletes an item."
  type        = string
  default     = null
}

variable "deletion_protection_enabled" {
  description = "Whether the table is protected against deletion."
  type        = bool
  default     = true
}

variable "kms_key_arn" {
  description = "ARN of the KMS key that encrypts items. The default is the AWS managed key `aws/dynamodb`."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null || can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.kms_key_arn))
    error_message = "The KMS key must be given by its ARN."
  }
}

variable "tags" {
  description = "Tags of the table."
  type        = map(string)
  default     = {}
}
