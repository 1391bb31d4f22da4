locals {
  suffix = var.fifo ? ".fifo" : ""
}

resource "aws_sns_topic" "this" {
  name                        = "${var.name}${local.suffix}"
  display_name                = var.display_name
  fifo_topic                  = var.fifo
  content_based_deduplication = var.fifo

  kms_master_key_id = coalesce(var.kms_key_arn, "alias/aws/sns")

  tags = var.tags
}

resource "aws_sns_topic_policy" "this" {
  arn = aws_sns_topic.this.arn

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [{
        Sid       = "DenyInsecureTransport"
        Effect    = "Deny"
        Principal = "*"
        Action    = "sns:Publish"
        Resource  = aws_sns_topic.this.arn
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      }],
      length(var.publisher_arns) == 0 ? [] : [{
        Sid       = "AllowPublishers"
        Effect    = "Allow"
        Principal = { AWS = var.publisher_arns }
        Action    = "sns:Publish"
        Resource  = aws_sns_topic.this.arn
      }],
    )
  })
}

resource "aws_sns_topic_subscription" "queue" {
  for_each = var.queue_arns

  topic_arn            = aws_sns_topic.this.arn
  protocol             = "sqs"
  endpoint             = each.value
  raw_message_delivery = true
}
