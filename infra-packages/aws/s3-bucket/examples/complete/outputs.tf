output "invoices_bucket_arn" {
  description = "ARN of the bucket of invoices."
  value       = module.invoices.bucket_arn
}

output "access_logs_bucket_arn" {
  description = "ARN of the bucket that receives access logs."
  value       = module.access_logs.bucket_arn
}
