output "table_arn" {
  description = "ARN of the table of orders."
  value       = module.orders.table_arn
}
