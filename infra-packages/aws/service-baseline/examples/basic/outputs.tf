output "role_arn" {
  description = "ARN of the role of the service."
  value       = module.orders.role_arn
}

output "environment_variables" {
  description = "Where the service finds what it uses."
  value       = module.orders.environment_variables
}
