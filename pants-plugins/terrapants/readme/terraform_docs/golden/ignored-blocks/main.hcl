# terraform-docs-ignore
variable "v" {}

# terraform-docs-ignore
output "o" {}

# terraform-docs-ignore
resource "a_b" "c" {}

// x terraform-docs-ignore
module "m" {
  source = "./m"
}
