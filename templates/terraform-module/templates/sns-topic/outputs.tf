output "topic_arn" {
  description = "ARN of the topic."
  value       = aws_sns_topic.this.arn
}

output "topic_name" {
  description = "Name of the topic, including the suffix `.fifo` of a FIFO topic."
  value       = aws_sns_topic.this.name
}

output "subscription_arns" {
  description = "ARNs of the subscriptions, by the names of `queue_arns`."
  value       = { for name, subscription in aws_sns_topic_subscription.queue : name => subscription.arn }
}
