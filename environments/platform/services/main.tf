locals {
  name = "example-${var.environment}"
}

module "orders" {
  source = "../../../infra-packages/aws/service-baseline"

  name                  = "${local.name}-orders"
  protect_data          = var.protected
  log_retention_in_days = var.log_retention_in_days
  errors_per_minute     = var.errors_per_minute
  alarm_topic_arns      = [aws_sns_topic.alerts.arn]

  table = {
    hash_key      = { name = "customer_id" }
    range_key     = { name = "ordered_at" }
    ttl_attribute = "expires_at"
  }

  queue = {
    visibility_timeout_seconds = 60
    oldest_message_seconds     = var.oldest_message_seconds
  }

  additional_policies = {
    documents = jsonencode({
      Version = "2012-10-17"
      Statement = [
        {
          Sid      = "UseDocuments"
          Effect   = "Allow"
          Action   = ["s3:GetObject", "s3:PutObject"]
          Resource = "${var.documents.bucket_arn}/orders/*"
        },
        {
          Sid      = "UseKeyOfDocuments"
          Effect   = "Allow"
          Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
          Resource = var.documents.key_arn
        },
      ]
    })
  }
}

# A name of its own for each lets the next one be there before interfaces leave the earlier one.
resource "aws_security_group" "orders" {
  name_prefix = "${local.name}-orders-"
  description = "Tasks of the service orders"
  vpc_id      = var.network.vpc_id

  # checkov:skip=CKV2_AWS_5: whoever deploys the service attaches it to its tasks

  tags = { Name = "${local.name}-orders" }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_vpc_security_group_egress_rule" "orders_https" {
  security_group_id = aws_security_group.orders.id
  description       = "AWS and partners, over TLS"
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

# `prevent_destroy` cannot depend on a variable, but whether this is there can. It stops the plan of a destroy.
resource "terraform_data" "destroy_guard" {
  count = var.protected ? 1 : 0

  input = var.environment

  lifecycle {
    prevent_destroy = true
  }
}
