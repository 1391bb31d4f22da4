provider "aws" {
  region = var.region
}

module "alarms" {
  source = "../../"

  name             = "orders"
  alarm_topic_arns = [var.on_call_topic_arn]

  metric_alarms = {
    dead-letters = {
      description = "Orders could not be processed and wait in the dead-letter queue."
      namespace   = "AWS/SQS"
      metric_name = "ApproximateNumberOfMessagesVisible"
      dimensions  = { QueueName = "orders-dead-letter" }
      statistic   = "Maximum"
      threshold   = 0
    }
  }
}
