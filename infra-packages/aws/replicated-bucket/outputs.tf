output "bucket_id" {
  description = "Name of the bucket. It is known only when replication is configured, so that no object is written before."
  value       = module.source.bucket_id

  depends_on = [
    aws_iam_role_policy.replication,
    aws_s3_bucket_replication_configuration.this,
  ]
}

output "bucket_arn" {
  description = "ARN of the bucket."
  value       = module.source.bucket_arn
}

output "replica_bucket_id" {
  description = "Name of the bucket that receives the replicas."
  value       = module.replica.bucket_id
}

output "replica_bucket_arn" {
  description = "ARN of the bucket that receives the replicas."
  value       = module.replica.bucket_arn
}

output "bucket_regional_domain_names" {
  description = "Regional host names of the bucket (`source`) and its replica (`replica`), as the origins of a CloudFront origin group need them."
  value = {
    source  = module.source.bucket_regional_domain_name
    replica = module.replica.bucket_regional_domain_name
  }
}

output "replication_role_arn" {
  description = "ARN of the role with which S3 replicates, as the policy of a key in another account needs it."
  value       = aws_iam_role.replication.arn
}
