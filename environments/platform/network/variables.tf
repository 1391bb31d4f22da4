variable "environment" {
  description = "Name of the environment, which is part of the names of what is created."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9]{1,11}$", var.environment))
    error_message = "The environment must have 2 to 12 lowercase letters and digits, and begin with a letter."
  }
}

variable "cidr_block" {
  description = "IPv4 network of the VPC. Those of two environments must not overlap, so that they can be connected later."
  type        = string
}

variable "availability_zone_count" {
  description = "Number of availability zones."
  type        = number
  default     = 3
}

variable "nat_gateway_mode" {
  description = "NAT gateways: `per_az`, `single` or `none`."
  type        = string
  default     = "per_az"
}

variable "flow_log_retention_in_days" {
  description = "Days after which flow logs are deleted."
  type        = number
  default     = 365
}

variable "protected" {
  description = "Whether Terraform refuses to destroy what is created, and data to be deleted with it."
  type        = bool
  default     = true
}
