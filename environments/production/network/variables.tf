variable "account_id" {
  description = "Account of the environment. Terraform refuses the credentials of another one."
  type        = string
}

variable "region" {
  description = "Region of the environment."
  type        = string
}
