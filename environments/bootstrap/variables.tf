variable "environment" {
  description = "Name of the environment whose states the bucket holds."
  type        = string
}

variable "account_id" {
  description = "Account of the environment. Terraform refuses the credentials of another one."
  type        = string
}

variable "region" {
  description = "Region of the environment."
  type        = string
}
