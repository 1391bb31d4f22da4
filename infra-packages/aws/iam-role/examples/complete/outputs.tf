output "deployment_role_arn" {
  description = "ARN of the role that the deployment workflow assumes."
  value       = module.deployment.role_arn
}

output "instance_profile_name" {
  description = "Name of the instance profile of the order service."
  value       = module.instances.instance_profile_name
}

output "audit_role_arn" {
  description = "ARN of the role that the auditor assumes."
  value       = module.audit.role_arn
}
