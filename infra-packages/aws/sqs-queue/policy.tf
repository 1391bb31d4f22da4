locals {
  insecure_transport_statement = {
    Sid       = "DenyInsecureTransport"
    Effect    = "Deny"
    Principal = { AWS = "*" }
    Action    = "sqs:*"
    Condition = { Bool = { "aws:SecureTransport" = "false" } }
  }

  topic_arns  = [for arn in var.event_source_arns : arn if can(regex("^arn:aws[a-z-]*:sns:", arn))]
  rule_arns   = [for arn in var.event_source_arns : arn if can(regex("^arn:aws[a-z-]*:events:", arn))]
  bucket_arns = [for arn in var.event_source_arns : arn if can(regex("^arn:aws[a-z-]*:s3:", arn))]

  sender_statements = length(var.sender_arns) == 0 ? [] : [{
    Sid       = "AllowSenders"
    Effect    = "Allow"
    Principal = { AWS = var.sender_arns }
    Action    = ["sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:SendMessage"]
    Resource  = local.queue_arn
  }]

  receiver_statements = length(var.receiver_arns) == 0 ? [] : [{
    Sid       = "AllowReceivers"
    Effect    = "Allow"
    Principal = { AWS = var.receiver_arns }
    Action    = ["sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:ReceiveMessage"]
    Resource  = local.queue_arn
  }]

  topic_statements = length(local.topic_arns) == 0 ? [] : [{
    Sid       = "AllowSnsTopics"
    Effect    = "Allow"
    Principal = { Service = "sns.amazonaws.com" }
    Action    = "sqs:SendMessage"
    Resource  = local.queue_arn
    Condition = { ArnEquals = { "aws:SourceArn" = local.topic_arns } }
  }]

  rule_statements = length(local.rule_arns) == 0 ? [] : [{
    Sid       = "AllowEventBridgeRules"
    Effect    = "Allow"
    Principal = { Service = "events.amazonaws.com" }
    Action    = "sqs:SendMessage"
    Resource  = local.queue_arn
    Condition = { ArnEquals = { "aws:SourceArn" = local.rule_arns } }
  }]

  # The ARN of a bucket names no account: when the bucket is deleted, anybody can take its name.
  bucket_statements = length(local.bucket_arns) == 0 ? [] : [{
    Sid       = "AllowS3Buckets"
    Effect    = "Allow"
    Principal = { Service = "s3.amazonaws.com" }
    Action    = "sqs:SendMessage"
    Resource  = local.queue_arn
    Condition = {
      ArnEquals    = { "aws:SourceArn" = local.bucket_arns }
      StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.current.account_id }
    }
  }]

  additional_statements = flatten([try(jsondecode(var.additional_policy_json).Statement, [])])

  policy_json = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [merge(local.insecure_transport_statement, { Resource = local.queue_arn })],
      local.sender_statements,
      local.receiver_statements,
      local.topic_statements,
      local.rule_statements,
      local.bucket_statements,
      local.additional_statements,
    )
  })

  dead_letter_policy_json = jsonencode({
    Version   = "2012-10-17"
    Statement = [merge(local.insecure_transport_statement, { Resource = "${local.arn_prefix}:${local.dead_letter_queue_name}" })]
  })
}
