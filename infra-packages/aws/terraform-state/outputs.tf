locals {
  lock_arguments = {
    s3       = { use_lockfile = true }
    dynamodb = { dynamodb_table = local.lock_table_name }
    both     = { use_lockfile = true, dynamodb_table = local.lock_table_name }
  }

  backend = merge(
    {
      bucket     = module.state_bucket.bucket_id
      region     = data.aws_region.current.id
      encrypt    = true
      kms_key_id = local.kms_key_arn
    },
    local.lock_arguments[var.locking],
  )
  longest_argument = max([for name in keys(local.backend) : length(name)]...)
}

output "backend" {
  description = "Arguments of the backend `s3` but for `key`, which each root module chooses."
  value       = local.backend
}

output "backend_hcl" {
  description = "The same as the text of a file for `terraform init -backend-config=<file>`."
  value       = join("", [for name, value in local.backend : "${format("%-${local.longest_argument}s", name)} = ${jsonencode(value)}\n"])
}

output "bucket_name" {
  description = "Name of the bucket that holds states."
  value       = module.state_bucket.bucket_id
}

output "bucket_arn" {
  description = "ARN of the bucket that holds states."
  value       = module.state_bucket.bucket_arn
}

output "bucket_policy_json" {
  description = "Policy of the bucket that holds states, as a JSON document."
  value       = module.state_bucket.policy_json
}

output "access_log_bucket_name" {
  description = "Name of the bucket that receives access logs."
  value       = local.access_log_bucket_name
}

output "kms_key_arn" {
  description = "ARN of the KMS key that encrypts states and locks."
  value       = local.kms_key_arn
}

output "lock_table_name" {
  description = "Name of the lock table; `null` without one."
  value       = one(aws_dynamodb_table.lock[*].name)
}

output "lock_table_arn" {
  description = "ARN of the lock table; `null` without one."
  value       = one(aws_dynamodb_table.lock[*].arn)
}

output "access_policy_arns" {
  description = "ARNs of the IAM policies, by the names in `state_access`."
  value       = { for name, policy in aws_iam_policy.state_access : name => policy.arn }
}
