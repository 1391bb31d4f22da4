provider "aws" {
  region              = var.region
  allowed_account_ids = [var.account_id]

  default_tags {
    tags = { environment = "staging" }
  }
}

locals {
  state_bucket = "example-staging-terraform-state-${var.account_id}"
}

data "terraform_remote_state" "network" {
  backend = "s3"

  config = {
    bucket = local.state_bucket
    key    = "network.tfstate"
    region = var.region
  }
}

data "terraform_remote_state" "data" {
  backend = "s3"

  config = {
    bucket = local.state_bucket
    key    = "data.tfstate"
    region = var.region
  }
}

module "services" {
  source = "../../platform/services"

  environment            = "staging"
  network                = { vpc_id = data.terraform_remote_state.network.outputs.network.vpc_id }
  alert_email_addresses  = var.alert_email_addresses
  monthly_budget         = var.monthly_budget
  errors_per_minute      = 5
  oldest_message_seconds = 1800
  log_retention_in_days  = 365
  protected              = false

  documents = {
    bucket_arn = data.terraform_remote_state.data.outputs.data.documents_bucket_arn
    key_arn    = data.terraform_remote_state.data.outputs.data.key_arn
  }
}
