terraform {
  required_version = ">= 1.5"
}

module "inner" {
  source = "./inner"
}

variable "settings" {
  description = "Settings of the thing:\n- `a`: one"
}

output "plain" {}
