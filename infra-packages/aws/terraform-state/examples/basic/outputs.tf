output "backend_hcl" {
  description = "What `terraform init -backend-config=<file>` reads."
  value       = module.state.backend_hcl
}
