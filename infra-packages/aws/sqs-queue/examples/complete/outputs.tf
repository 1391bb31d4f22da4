output "topic_arn" {
  description = "ARN of the topic that orders are published to."
  value       = aws_sns_topic.orders.arn
}

output "dead_letter_queue_url" {
  description = "URL of the queue of orders that could not be processed."
  value       = module.orders.dead_letter_queue_url
}
