output "table_name" {
  description = "Name of the table."
  value       = aws_dynamodb_table.this.name
}

output "table_arn" {
  description = "ARN of the table."
  value       = aws_dynamodb_table.this.arn
}

output "index_arns" {
  description = "ARNs of the secondary indexes, by name."
  value       = { for name in concat(keys(var.global_secondary_indexes), keys(var.local_secondary_indexes)) : name => "${aws_dynamodb_table.this.arn}/index/${name}" }
}

output "stream_arn" {
  description = "ARN of the stream, as event source mappings need it; `null` without one."
  value       = var.stream_view_type == null ? null : aws_dynamodb_table.this.stream_arn
}

output "metric_dimensions" {
  description = "Dimensions of the CloudWatch metrics of the table, as alarms need them."
  value       = { TableName = aws_dynamodb_table.this.name }
}

output "policy_json" {
  description = "Policy of the table as a JSON document."
  value       = aws_dynamodb_resource_policy.this.policy
}

output "kms_key_arn" {
  description = "ARN of the KMS key that encrypts the table; `null` for the AWS managed key."
  value       = var.kms_key_arn
}
