output "stream_arn" {
  description = "ARN of the stream of changes of orders."
  value       = module.orders.stream_arn
}

output "index_arns" {
  description = "ARNs of the indexes of orders."
  value       = module.orders.index_arns
}

output "sessions_table_name" {
  description = "Name of the table of sessions."
  value       = module.sessions.table_name
}
