variable "name" {
  description = "Name of the topic, without the suffix `.fifo`."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9_-]{1,250}$", var.name))
    error_message = "The name must have 1 to 250 letters, digits, hyphens and underscores."
  }
}

variable "display_name" {
  description = "Name that subscribers see in e-mails and text messages."
  type        = string
  default     = null
}

variable "fifo" {
  description = "Whether messages keep their order and are delivered exactly once. It cannot be changed later."
  type        = bool
  default     = false
}

variable "kms_key_arn" {
  description = "ARN of the KMS key that encrypts messages. The default is the AWS managed key `aws/sns`, with which AWS services cannot publish."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null || can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.kms_key_arn))
    error_message = "The KMS key must be given by its ARN."
  }
}

variable "publisher_arns" {
  description = "ARNs of IAM principals in other accounts that may publish. Those in this account only need an IAM policy."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for arn in var.publisher_arns : can(regex("^arn:aws[a-z-]*:iam::[0-9]{12}:.+$", arn))])
    error_message = "Publishers must be given by the ARNs of IAM principals."
  }
}

variable "queue_arns" {
  description = "ARNs of the SQS queues that receive each message, by a name of your choice. Their policies must allow the topic to send."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for arn in values(var.queue_arns) : can(regex("^arn:aws[a-z-]*:sqs:.+$", arn))])
    error_message = "Queues must be given by their ARNs. Invalid: ${join(", ", [for name, arn in var.queue_arns : name if !can(regex("^arn:aws[a-z-]*:sqs:.+$", arn))])}."
  }
}

variable "tags" {
  description = "Tags of the topic."
  type        = map(string)
  default     = {}
}
