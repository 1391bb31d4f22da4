provider "aws" {
  region = var.region
}

module "key" {
  source = "../../"

  description = "Orders at rest"
  aliases     = ["orders"]
}
