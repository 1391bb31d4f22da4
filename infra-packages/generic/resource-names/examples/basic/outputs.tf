output "names" {
  description = "Names of the resources."
  value       = module.names.names
}

output "tags" {
  description = "Tags of the resources."
  value       = module.names.tags
}
