output "function_arn" {
  description = "ARN of the function that handles orders."
  value       = module.orders.function_arn
}
