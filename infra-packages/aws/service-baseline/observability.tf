locals {
  queue_alarms = merge([for queue in module.queue : {
    dead-letters = {
      description        = "Messages of ${var.name} were received ${var.queue.max_receive_count} times without success. They are in the queue ${queue.dead_letter_queue_name}."
      namespace          = "AWS/SQS"
      metric_name        = "ApproximateNumberOfMessagesVisible"
      dimensions         = queue.dead_letter_metric_dimensions
      statistic          = "Maximum"
      threshold          = 0
      treat_missing_data = "notBreaching"
    }
    old-messages = {
      description        = "The oldest message of ${var.name} has waited for more than ${var.queue.oldest_message_seconds} seconds: the service does not keep up, or does not run."
      namespace          = "AWS/SQS"
      metric_name        = "ApproximateAgeOfOldestMessage"
      dimensions         = queue.metric_dimensions
      statistic          = "Maximum"
      threshold          = var.queue.oldest_message_seconds
      evaluation_periods = 5
      treat_missing_data = "notBreaching"
    }
  }]...)

  table_alarms = merge([for table in module.table : {
    throttled-reads = {
      description        = "DynamoDB refuses reads of ${var.name}: a key is read too often, or a limit is reached."
      namespace          = "AWS/DynamoDB"
      metric_name        = "ReadThrottleEvents"
      dimensions         = table.metric_dimensions
      threshold          = 0
      evaluation_periods = 5
      treat_missing_data = "notBreaching"
    }
    throttled-writes = {
      description        = "DynamoDB refuses writes of ${var.name}: a key is written too often, or a limit is reached."
      namespace          = "AWS/DynamoDB"
      metric_name        = "WriteThrottleEvents"
      dimensions         = table.metric_dimensions
      threshold          = 0
      evaluation_periods = 5
      treat_missing_data = "notBreaching"
    }
  }]...)
}

module "observability" {
  source = "../cloudwatch-alarms"

  name             = var.name
  log_groups       = { (local.log_group_name) = { retention_in_days = var.log_retention_in_days } }
  kms_key_arn      = module.key.key_arn
  alarm_topic_arns = var.alarm_topic_arns
  ok_topic_arns    = var.alarm_topic_arns

  metric_filters = {
    errors = { log_group_name = local.log_group_name, pattern = var.error_pattern }
  }

  metric_alarms = merge(
    {
      errors = {
        description        = "The service ${var.name} logs errors. They are in the log group ${local.log_group_name}."
        metric_filter      = "errors"
        threshold          = var.errors_per_minute
        treat_missing_data = "notBreaching"
      }
    },
    local.queue_alarms,
    local.table_alarms,
  )

  tags = var.tags
}
