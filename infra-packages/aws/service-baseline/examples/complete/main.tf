provider "aws" {
  region = var.region
}

module "orders" {
  source = "../../"

  name    = "orders"
  runs_on = "ec2"

  bucket = {
    name            = var.bucket_name
    lifecycle_rules = [{ id = "expire-drafts", prefix = "drafts/", expiration_days = 30 }]
  }

  table = {
    hash_key  = { name = "customer_id" }
    range_key = { name = "ordered_at", type = "N" }
  }

  queue = {
    visibility_timeout_seconds = 180
    oldest_message_seconds     = 1800
  }

  errors_per_minute = 5
  alarm_topic_arns  = [var.alarm_topic_arn]

  tags = { product = "shop" }
}
