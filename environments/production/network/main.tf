provider "aws" {
  region              = var.region
  allowed_account_ids = [var.account_id]

  default_tags {
    tags = { environment = "production" }
  }
}

module "network" {
  source = "../../platform/network"

  environment                = "production"
  cidr_block                 = "10.30.0.0/16"
  availability_zone_count    = 3
  nat_gateway_mode           = "per_az"
  flow_log_retention_in_days = 731
  protected                  = true
}
