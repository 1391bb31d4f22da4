output "network" {
  description = "The network, for the root modules that read this state."
  value       = module.network
}
