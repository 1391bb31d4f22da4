provider "aws" {
  region              = var.region
  allowed_account_ids = [var.account_id]

  default_tags {
    tags = { environment = "production" }
  }
}

locals {
  state_bucket = "example-production-terraform-state-${var.account_id}"
}

data "terraform_remote_state" "network" {
  backend = "s3"

  config = {
    bucket = local.state_bucket
    key    = "network.tfstate"
    region = var.region
  }
}

module "data" {
  source = "../../platform/data"

  environment                  = "production"
  vpc_id                       = data.terraform_remote_state.network.outputs.network.vpc_id
  earlier_versions_in_days     = 365
  access_log_retention_in_days = 365
  protected                    = true
}
