output "role_arn" {
  description = "ARN of the role of the service, as a task definition or a function needs it."
  value       = module.role.role_arn
}

output "role_policy_json" {
  description = "What the role may do with the data and logs of the service, as a JSON document."
  value       = local.role_policy_json
}

output "instance_profile_name" {
  description = "Name of the instance profile; `null` unless the service runs on `ec2`."
  value       = module.role.instance_profile_name
}

output "key_arn" {
  description = "ARN of the key that encrypts the data and logs of the service."
  value       = module.key.key_arn
}

output "log_group_name" {
  description = "Name of the log group of the service."
  value       = module.observability.log_group_names[local.log_group_name]
}

output "bucket_arn" {
  description = "ARN of the bucket; `null` without one."
  value       = one(module.bucket[*].bucket_arn)
}

output "table_arn" {
  description = "ARN of the table; `null` without one."
  value       = one(module.table[*].table_arn)
}

output "queue_arn" {
  description = "ARN of the queue; `null` without one."
  value       = one(module.queue[*].queue_arn)
}

output "environment_variables" {
  description = "Where the service finds what it uses: `BUCKET_NAME`, `TABLE_NAME` and `QUEUE_URL`, as far as it has them."
  value = merge(
    { for bucket in module.bucket : "BUCKET_NAME" => bucket.bucket_id },
    { for table in module.table : "TABLE_NAME" => table.table_name },
    { for queue in module.queue : "QUEUE_URL" => queue.queue_url },
  )
}

output "alarm_arns" {
  description = "ARNs of the alarms, by name."
  value       = module.observability.metric_alarm_arns
}

output "dashboard_name" {
  description = "Name of the dashboard that shows the alarms."
  value       = module.observability.dashboard_name
}
