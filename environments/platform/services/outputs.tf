output "orders_role_arn" {
  description = "ARN of the role of the service orders."
  value       = module.orders.role_arn
}

output "orders_environment_variables" {
  description = "Where the service orders finds what it uses."
  value       = module.orders.environment_variables
}

output "orders_security_group_id" {
  description = "Id of the security group of the tasks of the service orders."
  value       = aws_security_group.orders.id
}

output "alarm_arns" {
  description = "ARNs of the alarms, by name."
  value       = module.orders.alarm_arns
}

output "alerts_topic_arn" {
  description = "ARN of the topic of alarms and of costs."
  value       = aws_sns_topic.alerts.arn
}

output "budget_name" {
  description = "Name of the budget."
  value       = module.budget.budget_name
}

output "protected" {
  description = "Whether Terraform refuses to destroy the services."
  value       = length(terraform_data.destroy_guard) == 1
}
