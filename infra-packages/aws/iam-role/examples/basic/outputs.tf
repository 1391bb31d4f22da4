output "role_arn" {
  description = "ARN of the role of the function that handles orders."
  value       = module.role.role_arn
}
