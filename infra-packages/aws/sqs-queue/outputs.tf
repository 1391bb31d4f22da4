output "queue_arn" {
  description = "ARN of the queue."
  value       = aws_sqs_queue.this.arn
}

output "queue_url" {
  description = "URL of the queue, which clients send to and receive from."
  value       = aws_sqs_queue.this.url
}

output "queue_name" {
  description = "Name of the queue, with the suffix `.fifo` of a FIFO queue."
  value       = aws_sqs_queue.this.name
}

output "metric_dimensions" {
  description = "Dimensions of the CloudWatch metrics of the queue, as alarms need them."
  value       = { QueueName = aws_sqs_queue.this.name }
}

output "dead_letter_queue_arn" {
  description = "ARN of the dead-letter queue; `null` without one."
  value       = local.dead_letter_queue_arn
}

output "dead_letter_queue_url" {
  description = "URL of the dead-letter queue; `null` unless the module created one."
  value       = one(aws_sqs_queue.dead_letter[*].url)
}

output "dead_letter_queue_name" {
  description = "Name of the dead-letter queue; `null` unless the module created one."
  value       = one(aws_sqs_queue.dead_letter[*].name)
}

output "dead_letter_metric_dimensions" {
  description = "Dimensions of the CloudWatch metrics of the dead-letter queue; `null` without one."
  value       = local.dead_letter_queue_arn == null ? null : { QueueName = reverse(split(":", local.dead_letter_queue_arn))[0] }
}

output "policy_json" {
  description = "Policy of the queue as a JSON document."
  value       = aws_sqs_queue.this.policy
}

output "kms_key_arn" {
  description = "ARN of the KMS key that encrypts messages; `null` for keys that SQS manages."
  value       = var.kms_key_arn
}
