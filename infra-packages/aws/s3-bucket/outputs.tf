output "bucket_id" {
  description = "Name of the bucket. It is known only when public access is blocked and the policy is in place."
  value       = aws_s3_bucket.this.id

  depends_on = [
    aws_s3_bucket_policy.this,
    aws_s3_bucket_public_access_block.this,
  ]
}

output "bucket_arn" {
  description = "ARN of the bucket."
  value       = aws_s3_bucket.this.arn
}

output "bucket_regional_domain_name" {
  description = "Regional host name of the bucket, as CloudFront origins need it."
  value       = aws_s3_bucket.this.bucket_regional_domain_name
}

output "hosted_zone_id" {
  description = "Route 53 hosted zone id of the S3 endpoint in the Region of the bucket."
  value       = aws_s3_bucket.this.hosted_zone_id
}

output "policy_json" {
  description = "Bucket policy as a JSON document."
  value       = aws_s3_bucket_policy.this.policy
}

output "sse_algorithm" {
  description = "Default encryption of objects."
  value       = var.sse_algorithm
}

output "kms_key_arn" {
  description = "ARN of the KMS key that encrypts objects; `null` for keys that AWS manages."
  value       = local.uses_kms_key ? var.kms_key_arn : null
}

output "versioning_status" {
  description = "Versioning state of the bucket: `Enabled` or `Suspended`."
  value       = aws_s3_bucket_versioning.this.versioning_configuration[0].status
}
