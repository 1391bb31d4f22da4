variable "name" {
  description = "Name of the queue, without the suffix `.fifo`. The dead-letter queue is `<name>-dead-letter`."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9_-]{1,63}$", var.name))
    error_message = "The name must have 1 to 63 letters, digits, hyphens and underscores."
  }
}

variable "fifo" {
  description = "Whether messages keep their order and are delivered exactly once. It cannot be changed later."
  type        = bool
  default     = false
}

variable "visibility_timeout_seconds" {
  description = "Seconds that a consumer has to process a message before others see it again."
  type        = number
  default     = 30

  validation {
    condition     = var.visibility_timeout_seconds >= 0 && var.visibility_timeout_seconds <= 43200
    error_message = "The visibility timeout must be between 0 and 43200 seconds (12 hours)."
  }
}

variable "message_retention_seconds" {
  description = "Seconds after which a message that nobody has deleted is lost."
  type        = number
  default     = 345600

  validation {
    condition     = var.message_retention_seconds >= 60 && var.message_retention_seconds <= 1209600
    error_message = "The message retention must be between 60 and 1209600 seconds (14 days)."
  }
}

variable "max_receive_count" {
  description = "How often a message is received before it goes to the dead-letter queue."
  type        = number
  default     = 5

  validation {
    condition     = var.max_receive_count >= 1 && var.max_receive_count <= 1000
    error_message = "The maximum receive count must be between 1 and 1000."
  }
}

variable "kms_key_arn" {
  description = "ARN of the KMS key that encrypts messages. The default is a key that SQS manages."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null || can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.kms_key_arn))
    error_message = "The KMS key must be given by its ARN."
  }
}

variable "tags" {
  description = "Tags of both queues."
  type        = map(string)
  default     = {}
}
