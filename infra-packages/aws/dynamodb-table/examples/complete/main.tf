provider "aws" {
  region = var.region
}

data "aws_caller_identity" "current" {}

data "aws_iam_policy_document" "assume_role" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "AWS"
      identifiers = [data.aws_caller_identity.current.account_id]
    }
  }
}

resource "aws_iam_role" "shop" {
  name               = "shop"
  assume_role_policy = data.aws_iam_policy_document.assume_role.json
}

module "key" {
  source = "../../../kms-key"

  description = "Orders at rest"
  aliases     = ["orders-table"]
}

module "orders" {
  source = "../../"

  name        = "orders"
  hash_key    = { name = "customer_id" }
  range_key   = { name = "ordered_at", type = "N" }
  kms_key_arn = module.key.key_arn

  global_secondary_indexes = {
    by_state = {
      hash_key             = { name = "state" }
      range_key            = { name = "ordered_at", type = "N" }
      projection_type      = "KEYS_ONLY"
      provisioned_capacity = { read = 5, write = 50 }
    }
  }

  local_secondary_indexes = {
    by_total = { range_key = { name = "total_cents", type = "N" } }
  }

  provisioned_capacity = {
    read  = { min = 10, max = 200 }
    write = { min = 5, max = 50 }
  }

  ttl_attribute    = "expires_at"
  stream_view_type = "NEW_AND_OLD_IMAGES"
  writer_arns      = [aws_iam_role.shop.arn]
}

# Sessions come and go in bursts, but must never cost more than this.
module "sessions" {
  source = "../../"

  name             = "sessions"
  hash_key         = { name = "session_id" }
  on_demand_limits = { read = 4000, write = 1000 }
  ttl_attribute    = "expires_at"
}
