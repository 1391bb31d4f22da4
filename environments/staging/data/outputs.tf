output "data" {
  description = "Where data is, for the root modules that read this state."
  value       = module.data
}
