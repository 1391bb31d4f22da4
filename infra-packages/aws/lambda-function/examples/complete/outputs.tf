output "invocation_arn" {
  description = "ARN with which the function is invoked."
  value       = module.orders.invocation_arn
}

output "function_url" {
  description = "URL of the function, for signed requests."
  value       = module.orders.function_url
}
