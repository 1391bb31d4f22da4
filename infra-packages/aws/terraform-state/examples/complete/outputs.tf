output "backend" {
  description = "Arguments of the backend of root modules."
  value       = module.state.backend
}

output "access_policy_arns" {
  description = "ARNs of the IAM policies for access to states."
  value       = module.state.access_policy_arns
}
