variable "name" {
  description = "Name of the queue, without the suffix `.fifo`, which the module appends to that of a FIFO queue."
  type        = string

  validation {
    condition     = can(regex("^[a-zA-Z0-9_-]{1,80}$", var.name))
    error_message = "The name must have 1 to 80 letters, digits, underscores and hyphens; .fifo is appended where fifo is set."
  }
}

variable "fifo" {
  description = <<-EOT
    Makes the queue a FIFO queue, `{}` with the defaults. It cannot be changed later.
    - `content_based_deduplication`: whether the content of a message identifies duplicates, instead of an id from the sender.
    - `high_throughput`: whether the throughput limit is one for each message group. Duplicates are then found within a group only.
  EOT
  type = object({
    content_based_deduplication = optional(bool, false)
    high_throughput             = optional(bool, false)
  })
  default = null
}

variable "kms_key_arn" {
  description = "ARN of the KMS key that encrypts messages. Without one, keys that SQS manages do."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null || can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.kms_key_arn))
    error_message = "The KMS key must be given by the ARN of the key, not by an id or alias."
  }
}

variable "kms_data_key_reuse_period_seconds" {
  description = "Seconds for which SQS uses a data key of the KMS key again before it asks KMS for another."
  type        = number
  default     = 300

  validation {
    condition     = var.kms_data_key_reuse_period_seconds >= 60 && var.kms_data_key_reuse_period_seconds <= 86400
    error_message = "Data keys can be reused for 60 to 86400 seconds."
  }
}

variable "visibility_timeout_seconds" {
  description = "Seconds for which a received message is hidden from other receivers. For a Lambda function, AWS recommends six times its timeout."
  type        = number
  default     = 30

  validation {
    condition     = var.visibility_timeout_seconds >= 0 && var.visibility_timeout_seconds <= 43200
    error_message = "The visibility timeout must be between 0 and 43200 seconds."
  }
}

variable "message_retention_seconds" {
  description = "Seconds after which SQS deletes a message that nobody has deleted: 4 days by default."
  type        = number
  default     = 345600

  validation {
    condition     = var.message_retention_seconds >= 60 && var.message_retention_seconds <= 1209600
    error_message = "Messages can be kept for 60 to 1209600 seconds."
  }
}

variable "max_message_size" {
  description = "Largest message in bytes. More than 262144 bytes needs version 6 of the AWS provider."
  type        = number
  default     = 262144

  validation {
    condition     = var.max_message_size >= 1024 && var.max_message_size <= 1048576
    error_message = "The largest message must have between 1024 and 1048576 bytes."
  }
}

variable "delay_seconds" {
  description = "Seconds after which a new message can be received for the first time."
  type        = number
  default     = 0

  validation {
    condition     = var.delay_seconds >= 0 && var.delay_seconds <= 900
    error_message = "Messages can be delayed by 0 to 900 seconds."
  }
}

variable "receive_wait_time_seconds" {
  description = "Seconds for which a request waits for a message when there is none. `0` answers at once, which makes receivers ask more often."
  type        = number
  default     = 20

  validation {
    condition     = var.receive_wait_time_seconds >= 0 && var.receive_wait_time_seconds <= 20
    error_message = "A request can wait for 0 to 20 seconds."
  }
}

variable "dead_letter_queue" {
  description = <<-EOT
    Queue for messages that were received several times without being deleted; `null` for none.
    - `max_receive_count`: how often a message is received before it is moved there.
    - `message_retention_seconds`: seconds for which it is kept there, 14 days by default.
    - `existing`: the `arn` of a dead-letter queue that exists or is made elsewhere, instead of one that the module creates.
  EOT
  type = object({
    max_receive_count         = optional(number, 5)
    message_retention_seconds = optional(number, 1209600)
    existing = optional(object({
      arn = string
    }))
  })
  default = {}

  validation {
    condition     = var.dead_letter_queue == null || try(var.dead_letter_queue.max_receive_count >= 1 && var.dead_letter_queue.max_receive_count <= 1000, false)
    error_message = "A message must be received between 1 and 1000 times before it is moved."
  }

  validation {
    condition     = var.dead_letter_queue == null || try(var.dead_letter_queue.message_retention_seconds >= 60 && var.dead_letter_queue.message_retention_seconds <= 1209600, false)
    error_message = "A dead-letter queue can keep messages for 60 to 1209600 seconds."
  }

  validation {
    condition     = try(var.dead_letter_queue.existing, null) == null || can(regex("^arn:aws[a-z-]*:sqs:[a-z0-9-]+:[0-9]{12}:[a-zA-Z0-9_.-]+$", var.dead_letter_queue.existing.arn))
    error_message = "An existing dead-letter queue must be given by its ARN."
  }
}

variable "dead_letter_source_queue_arns" {
  description = "ARNs of queues whose dead-letter queue this one is. By default, no queue can use it as that."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for arn in var.dead_letter_source_queue_arns : can(regex("^arn:aws[a-z-]*:sqs:[a-z0-9-]+:[0-9]{12}:[a-zA-Z0-9_.-]+$", arn))])
    error_message = "Each source queue must be given by its ARN."
  }

  validation {
    condition     = length(var.dead_letter_source_queue_arns) <= 10
    error_message = "SQS takes 10 source queues at most."
  }
}

variable "sender_arns" {
  description = "ARNs of IAM principals that send messages. Those of the same account can have that from an IAM policy instead."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for arn in var.sender_arns : can(regex("^arn:aws[a-z-]*:(iam|sts)::[0-9]{12}:[^*]+$", arn))])
    error_message = "Each sender must be the ARN of one IAM or STS principal, without wildcards."
  }
}

variable "receiver_arns" {
  description = "ARNs of IAM principals that receive and delete messages. Those of the same account can have that from an IAM policy instead."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for arn in var.receiver_arns : can(regex("^arn:aws[a-z-]*:(iam|sts)::[0-9]{12}:[^*]+$", arn))])
    error_message = "Each receiver must be the ARN of one IAM or STS principal, without wildcards."
  }
}

variable "event_source_arns" {
  description = "ARNs of SNS topics, EventBridge rules and S3 buckets that send to the queue. Buckets must belong to the same account."
  type        = list(string)
  default     = []

  validation {
    condition = alltrue([
      for arn in var.event_source_arns :
      can(regex("^arn:aws[a-z-]*:(sns:[a-z0-9-]+:[0-9]{12}:[a-zA-Z0-9_.-]+|events:[a-z0-9-]+:[0-9]{12}:rule/[a-zA-Z0-9_./-]+|s3:::[a-z0-9.-]+)$", arn))
    ])
    error_message = "Each event source must be the ARN of an SNS topic, an EventBridge rule or an S3 bucket, without wildcards."
  }
}

variable "additional_policy_json" {
  description = "JSON policy document whose statements are appended to the policy of the queue."
  type        = string
  default     = null

  validation {
    condition     = var.additional_policy_json == null || can(jsondecode(var.additional_policy_json).Statement)
    error_message = "The additional policy must be a JSON document with a Statement element."
  }
}

variable "tags" {
  description = "Tags of the queues."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for key in keys(var.tags) : !startswith(lower(key), "aws:")])
    error_message = "Tag keys must not begin with aws:, which AWS reserves. Invalid: ${join(", ", [for key in keys(var.tags) : key if startswith(lower(key), "aws:")])}."
  }
}
