provider "aws" {
  region = var.region
}

module "role" {
  source = "../../"

  name             = "orders"
  trusted_services = { Lambda = { service = "lambda.amazonaws.com" } }
}
