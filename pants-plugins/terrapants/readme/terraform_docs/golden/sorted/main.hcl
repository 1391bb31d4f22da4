resource "z_x" "y" {}

resource "a_x" "y" {}

module "inner" {
  source = "example/part/aws"
}

module "another" {
  source = "./another"
}

variable "z_first" {
  type = string
}

variable "settings" {
  type    = number
  default = 1
}

variable "a_last" {
  type    = bool
  default = false
}

output "the_id" {}

output "plain" {}
