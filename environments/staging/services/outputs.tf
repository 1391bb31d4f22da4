output "services" {
  description = "The services, for whoever deploys or watches them."
  value       = module.services
}
