variable "environment" {
  description = "Name of the environment, which is part of the names of what is created."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9]{1,11}$", var.environment))
    error_message = "The environment must have 2 to 12 lowercase letters and digits, and begin with a letter."
  }
}

variable "network" {
  description = "Where services run: the id of the VPC."
  type = object({
    vpc_id = string
  })
}

variable "documents" {
  description = "Where documents are: the bucket, and the key that encrypts them."
  type = object({
    bucket_arn = string
    key_arn    = string
  })
}

variable "alert_email_addresses" {
  description = "Who is told of alarms and of costs."
  type        = set(string)
}

variable "monthly_budget" {
  description = "US dollars that the environment may cost in a month."
  type        = number
}

variable "errors_per_minute" {
  description = "How many errors of a service in a minute are no alarm yet."
  type        = number
  default     = 0
}

variable "oldest_message_seconds" {
  description = "How long a message may wait before there is an alarm."
  type        = number
  default     = 900
}

variable "log_retention_in_days" {
  description = "Days after which logs are deleted."
  type        = number
  default     = 365
}

variable "protected" {
  description = "Whether Terraform refuses to destroy what is created, and data to be deleted with it."
  type        = bool
  default     = true
}
