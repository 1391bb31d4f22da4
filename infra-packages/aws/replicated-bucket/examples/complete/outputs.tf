output "bucket_arns" {
  description = "ARNs of the bucket of invoices and of its replica."
  value       = [module.invoices.bucket_arn, module.invoices.replica_bucket_arn]
}
