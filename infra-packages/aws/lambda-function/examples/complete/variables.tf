variable "region" {
  description = "Region to create the resources in."
  type        = string
  default     = "eu-central-1"
}

variable "releases_bucket" {
  description = "Name of the bucket with the code."
  type        = string
}

variable "release_version_id" {
  description = "Version of the object `orders.zip` to run."
  type        = string
}

variable "subnet_ids" {
  description = "Ids of the private subnets that the function is connected to."
  type        = list(string)
}

variable "security_group_ids" {
  description = "Ids of the security groups of the function."
  type        = list(string)
}

variable "shop_role_arn" {
  description = "ARN of the role with which the shop calls the URL of the function."
  type        = string
}
