variable "region" {
  description = "Region to create the resources in."
  type        = string
  default     = "eu-central-1"
}

variable "auditor_role_arn" {
  description = "ARN of the role with which the auditor comes."
  type        = string
}

variable "auditor_external_id" {
  description = "External id that was agreed upon with the auditor."
  type        = string
}

variable "permissions_boundary_arn" {
  description = "ARN of the policy that limits all roles of the account."
  type        = string
}
