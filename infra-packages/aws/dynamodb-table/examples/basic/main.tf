provider "aws" {
  region = var.region
}

module "orders" {
  source = "../../"

  name     = "orders"
  hash_key = { name = "order_id" }
}
