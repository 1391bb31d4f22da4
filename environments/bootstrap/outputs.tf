output "backend_hcl" {
  description = "Text of the file `<environment>.tfbackend`."
  value       = module.state.backend_hcl
}

output "access_policy_arns" {
  description = "ARNs of the policies for roles that plan and that deploy."
  value       = module.state.access_policy_arns
}
