variable "environment" {
  description = "Name of the environment, which is part of the names of what is created."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9]{1,11}$", var.environment))
    error_message = "The environment must have 2 to 12 lowercase letters and digits, and begin with a letter."
  }
}

variable "vpc_id" {
  description = "Id of the VPC from which documents are read."
  type        = string
}

variable "earlier_versions_in_days" {
  description = "Days after which earlier versions of documents are deleted."
  type        = number
  default     = 365
}

variable "access_log_retention_in_days" {
  description = "Days after which access logs are deleted."
  type        = number
  default     = 365
}

variable "protected" {
  description = "Whether Terraform refuses to destroy what is created, and data to be deleted with it."
  type        = bool
  default     = true
}
