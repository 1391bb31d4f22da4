output "bucket_arn" {
  description = "ARN of the bucket that receives flow logs."
  value       = module.bucket.bucket_arn
}
