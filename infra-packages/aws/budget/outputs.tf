output "budget_name" {
  description = "Name of the budget, as actions of budgets need it."
  value       = aws_budgets_budget.this.name
}

output "budget_arn" {
  description = "ARN of the budget, which a topic's policy can demand as the source of what is published."
  value       = aws_budgets_budget.this.arn
}

output "anomaly_monitor_arn" {
  description = "ARN of the anomaly monitor; `null` without one."
  value       = one(aws_ce_anomaly_monitor.this[*].arn)
}

output "anomaly_subscription_arns" {
  description = "ARNs of the subscriptions to anomalies, by frequency: `IMMEDIATE` for the topic, `DAILY` for e-mail addresses."
  value       = { for frequency, subscription in aws_ce_anomaly_subscription.this : frequency => subscription.arn }
}
