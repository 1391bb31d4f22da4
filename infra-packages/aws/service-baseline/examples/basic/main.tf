provider "aws" {
  region = var.region
}

module "orders" {
  source = "../../"

  name  = "orders"
  queue = {}
}
