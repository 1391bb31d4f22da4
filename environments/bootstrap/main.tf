provider "aws" {
  region              = var.region
  allowed_account_ids = [var.account_id]

  default_tags {
    tags = { environment = var.environment }
  }
}

# It refuses to be destroyed in each environment: without its state, Terraform does not know what it has made.
module "state" {
  source = "../../infra-packages/aws/terraform-state"

  bucket_name = "example-${var.environment}-terraform-state-${var.account_id}"

  # For the roles of CI: one that plans pull requests, and one that applies.
  state_access = {
    plan   = { state_keys = ["*"], access = "read-only" }
    deploy = { state_keys = ["*"], access = "read-write" }
  }
}
