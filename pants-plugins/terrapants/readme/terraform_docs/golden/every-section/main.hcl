terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0"
    }
  }
}

module "inner" {
  source  = "example/part/aws"
  version = "1.2.3"
}

module "another" {
  source = "./another"
}

resource "aws_s3_bucket" "this" {}

data "aws_region" "current" {}

variable "z_first" {
  type = string
}

variable "settings" {
  description = <<-EOT
    Settings of the thing:
    - `a`: one | two
    - b_c: more
  EOT
  type = object({
    a   = string
    b_c = optional(number, 1)
  })
  default = {
    a = "x|y"
  }
}

variable "a_last" {
  description = "Last."
  type        = bool
  default     = false
}

output "the_id" {
  description = "The id."
  value       = 1
}

output "plain" {
  value = 2
}
