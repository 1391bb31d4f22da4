provider "aws" {
  region = var.region
}

module "vpc" {
  source = "../../"

  name       = "shop"
  cidr_block = "10.40.0.0/16"
}
