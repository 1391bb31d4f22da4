provider "aws" {
  region = var.region
}

module "budget" {
  source = "../../"

  name            = "account"
  limit_amount    = 500
  email_addresses = ["platform@example.com"]
}
