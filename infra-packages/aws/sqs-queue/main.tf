data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

data "aws_region" "current" {}

locals {
  suffix                    = var.fifo == null ? "" : ".fifo"
  queue_name                = "${var.name}${local.suffix}"
  dead_letter_queue_name    = "${var.name}-dead-letter${local.suffix}"
  creates_dead_letter_queue = var.dead_letter_queue != null && try(var.dead_letter_queue.existing, null) == null
  dead_letter_queue_arn     = local.creates_dead_letter_queue ? aws_sqs_queue.dead_letter[0].arn : try(var.dead_letter_queue.existing.arn, null)

  # Built from the names, so that each queue can name the other one, and a plan shows the whole policies.
  arn_prefix = "arn:${data.aws_partition.current.partition}:sqs:${data.aws_region.current.id}:${data.aws_caller_identity.current.account_id}"
  queue_arn  = "${local.arn_prefix}:${local.queue_name}"

  # With the throughput limit per message group, SQS looks for duplicates in each group.
  deduplication_scope   = try(var.fifo.high_throughput, false) ? "messageGroup" : "queue"
  fifo_throughput_limit = try(var.fifo.high_throughput, false) ? "perMessageGroupId" : "perQueue"
}

resource "aws_sqs_queue" "this" {
  name                        = local.queue_name
  fifo_queue                  = var.fifo != null
  content_based_deduplication = try(var.fifo.content_based_deduplication, false)
  deduplication_scope         = var.fifo == null ? null : local.deduplication_scope
  fifo_throughput_limit       = var.fifo == null ? null : local.fifo_throughput_limit

  visibility_timeout_seconds = var.visibility_timeout_seconds
  message_retention_seconds  = var.message_retention_seconds
  max_message_size           = var.max_message_size
  delay_seconds              = var.delay_seconds
  receive_wait_time_seconds  = var.receive_wait_time_seconds

  sqs_managed_sse_enabled           = var.kms_key_arn == null ? true : null
  kms_master_key_id                 = var.kms_key_arn
  kms_data_key_reuse_period_seconds = var.kms_key_arn == null ? null : var.kms_data_key_reuse_period_seconds

  # In the queue itself and not in resources of their own: the queue never exists without them.
  policy = local.policy_json
  redrive_policy = var.dead_letter_queue == null ? null : jsonencode({
    deadLetterTargetArn = local.dead_letter_queue_arn
    maxReceiveCount     = var.dead_letter_queue.max_receive_count
  })
  redrive_allow_policy = length(var.dead_letter_source_queue_arns) == 0 ? jsonencode({ redrivePermission = "denyAll" }) : jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = var.dead_letter_source_queue_arns
  })

  tags = var.tags

  lifecycle {
    precondition {
      condition     = length(local.creates_dead_letter_queue ? local.dead_letter_queue_name : local.queue_name) <= 80
      error_message = "The name is too long: with what the module appends to it, a queue would have more than 80 characters."
    }

    precondition {
      condition     = endswith(try(var.dead_letter_queue.existing.arn, local.queue_name), ".fifo") == (var.fifo != null)
      error_message = "The dead-letter queue of a FIFO queue must be a FIFO queue, and that of a standard queue a standard queue."
    }

    precondition {
      condition     = !local.creates_dead_letter_queue || try(var.dead_letter_queue.message_retention_seconds >= var.message_retention_seconds, false)
      error_message = "The dead-letter queue must keep messages at least as long as the queue: their age counts from when they were first sent."
    }

    precondition {
      condition     = var.fifo == null || !anytrue([for arn in var.event_source_arns : can(regex("^arn:aws[a-z-]*:s3:", arn))])
      error_message = "S3 does not send events to FIFO queues."
    }
  }
}

resource "aws_sqs_queue" "dead_letter" {
  count = local.creates_dead_letter_queue ? 1 : 0

  name                        = local.dead_letter_queue_name
  fifo_queue                  = var.fifo != null
  content_based_deduplication = try(var.fifo.content_based_deduplication, false)
  deduplication_scope         = var.fifo == null ? null : local.deduplication_scope
  fifo_throughput_limit       = var.fifo == null ? null : local.fifo_throughput_limit

  message_retention_seconds = var.dead_letter_queue.message_retention_seconds
  max_message_size          = var.max_message_size
  receive_wait_time_seconds = var.receive_wait_time_seconds

  sqs_managed_sse_enabled           = var.kms_key_arn == null ? true : null
  kms_master_key_id                 = var.kms_key_arn
  kms_data_key_reuse_period_seconds = var.kms_key_arn == null ? null : var.kms_data_key_reuse_period_seconds

  policy = local.dead_letter_policy_json
  redrive_allow_policy = jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = [local.queue_arn]
  })

  tags = var.tags
}
