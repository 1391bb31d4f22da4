provider "aws" {
  region              = var.region
  allowed_account_ids = [var.account_id]

  default_tags {
    tags = { environment = "staging" }
  }
}

module "network" {
  source = "../../platform/network"

  environment                = "staging"
  cidr_block                 = "10.20.0.0/16"
  availability_zone_count    = 2
  nat_gateway_mode           = "single"
  flow_log_retention_in_days = 365
  protected                  = false
}
