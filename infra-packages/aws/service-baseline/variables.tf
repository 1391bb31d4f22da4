variable "name" {
  description = "Name of the service, and of its role, table and queue."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,38}[a-z0-9]$", var.name))
    error_message = "The name must have 3 to 40 lowercase letters, digits and hyphens, and begin with a letter."
  }
}

variable "runs_on" {
  description = "What runs the service and so may assume its role: `ecs`, `ec2` (with an instance profile) or `lambda`."
  type        = string
  default     = "ecs"

  validation {
    condition     = contains(["ecs", "ec2", "lambda"], var.runs_on)
    error_message = "The service must run on ecs, ec2 or lambda."
  }
}

variable "bucket" {
  description = "Bucket of the service: its `name`, the bucket that receives its access logs, and rules by which objects under a prefix expire. No bucket when not given."
  type = object({
    name              = string
    access_log_bucket = optional(string)
    lifecycle_rules = optional(list(object({
      id              = string
      prefix          = optional(string)
      expiration_days = number
    })), [])
  })
  default = null
}

variable "table" {
  description = "Table of the service: its keys, each with a `name` and a `type` (`S`, `N` or `B`), and the attribute that says when an item expires. No table when not given."
  type = object({
    hash_key      = object({ name = string, type = optional(string, "S") })
    range_key     = optional(object({ name = string, type = optional(string, "S") }))
    ttl_attribute = optional(string)
  })
  default = null
}

variable "queue" {
  description = <<-EOT
    Queue of the service, with a dead-letter queue; no queue when not given.
    - `visibility_timeout_seconds`: seconds for which a received message is hidden from other receivers.
    - `max_receive_count`: how often a message is received before it is a dead letter.
    - `oldest_message_seconds`: how long a message may wait before there is an alarm.
  EOT
  type = object({
    visibility_timeout_seconds = optional(number, 30)
    max_receive_count          = optional(number, 5)
    oldest_message_seconds     = optional(number, 900)
  })
  default = null

  validation {
    condition     = var.queue == null || try(var.queue.oldest_message_seconds > var.queue.visibility_timeout_seconds, false)
    error_message = "oldest_message_seconds must be longer than visibility_timeout_seconds, or each failed attempt would be an alarm."
  }
}

variable "protect_data" {
  description = "Whether a bucket that has objects, and the table, are kept from being deleted."
  type        = bool
  default     = true
}

variable "permissions_boundary_arn" {
  description = "ARN of the policy that limits what the role can be allowed at all."
  type        = string
  default     = null
}

variable "additional_policies" {
  description = "JSON policy documents for what the service does beside its own data, by policy name."
  type        = map(string)
  default     = {}

  validation {
    condition     = !contains(keys(var.additional_policies), "baseline")
    error_message = "The policy baseline is the module's own: give yours another name."
  }
}

variable "log_retention_in_days" {
  description = "Days after which log events are deleted."
  type        = number
  default     = 365
}

variable "error_pattern" {
  description = "Filter pattern of the log events that are errors: by default those of which the JSON field `level` is `ERROR`."
  type        = string
  default     = "{ $.level = \"ERROR\" }"
}

variable "errors_per_minute" {
  description = "How many errors a minute are no alarm yet."
  type        = number
  default     = 0

  validation {
    condition     = var.errors_per_minute >= 0
    error_message = "The number of errors must not be negative."
  }
}

variable "alarm_topic_arns" {
  description = "ARNs of the SNS topics that are notified when an alarm is raised, and when it is over."
  type        = list(string)
  default     = []
}

variable "tags" {
  description = "Tags of all resources."
  type        = map(string)
  default     = {}
}
