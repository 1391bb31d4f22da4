provider "aws" {
  region = var.region
}

module "key" {
  source = "../../../kms-key"

  description = "Messages of orders"
  aliases     = ["order-messages"]

  # The topic sends to the queue on its own behalf, so it needs the key as well.
  service_principals = {
    TopicDelivery = {
      service     = "sns.amazonaws.com"
      actions     = ["kms:Decrypt", "kms:GenerateDataKey*"]
      source_arns = [aws_sns_topic.orders.arn]
    }
  }
}

resource "aws_sns_topic" "orders" {
  name              = "orders.fifo"
  fifo_topic        = true
  kms_master_key_id = "alias/aws/sns"
}

resource "aws_sns_topic_subscription" "orders" {
  topic_arn            = aws_sns_topic.orders.arn
  protocol             = "sqs"
  endpoint             = module.orders.queue_arn
  raw_message_delivery = true
}

module "orders" {
  source = "../../"

  name        = "orders"
  fifo        = { high_throughput = true }
  kms_key_arn = module.key.key_arn

  visibility_timeout_seconds = 180
  dead_letter_queue          = { max_receive_count = 3 }
  event_source_arns          = [aws_sns_topic.orders.arn]
}

resource "aws_cloudwatch_metric_alarm" "failed_orders" {
  alarm_name          = "failed-orders"
  alarm_description   = "Orders could not be processed and are in the dead-letter queue."
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateNumberOfMessagesVisible"
  dimensions          = module.orders.dead_letter_metric_dimensions
  statistic           = "Maximum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  period              = 60
  evaluation_periods  = 1
}
