output "bucket_arn" {
  description = "ARN of the bucket of invoices."
  value       = module.invoices.bucket_arn
}
