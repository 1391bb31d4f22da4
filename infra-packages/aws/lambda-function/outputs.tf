output "function_name" {
  description = "Name of the function."
  value       = aws_lambda_function.this.function_name
}

output "function_arn" {
  description = "ARN of the function, without version or alias."
  value       = aws_lambda_function.this.arn
}

output "function_version" {
  description = "Version that was published last; `$LATEST` without an alias."
  value       = aws_lambda_function.this.version
}

output "alias_arn" {
  description = "ARN of the alias; `null` without one."
  value       = one(aws_lambda_alias.this[*].arn)
}

output "invocation_arn" {
  description = "ARN with which to invoke the function: that of the alias if there is one."
  value       = var.alias_name == null ? aws_lambda_function.this.arn : aws_lambda_alias.this[0].arn
}

output "api_gateway_invocation_arn" {
  description = "ARN with which API Gateway invokes the function: that of the alias if there is one."
  value       = var.alias_name == null ? aws_lambda_function.this.invoke_arn : aws_lambda_alias.this[0].invoke_arn
}

output "function_url" {
  description = "URL of the function; `null` without one."
  value       = one(aws_lambda_function_url.this[*].function_url)
}

output "role_arn" {
  description = "ARN of the role of the function, as policies of other resources need it."
  value       = module.role.role_arn
}

output "role_name" {
  description = "Name of the role of the function."
  value       = module.role.role_name
}

output "role_policy_json" {
  description = "What the module itself allows the role, as a JSON document."
  value       = local.policy_json
}

output "log_group_name" {
  description = "Name of the log group, as metric filters need it."
  value       = aws_cloudwatch_log_group.this.name
}

output "log_group_arn" {
  description = "ARN of the log group."
  value       = aws_cloudwatch_log_group.this.arn
}

output "event_source_mapping_ids" {
  description = "Ids of the event source mappings, by key of `event_sources`."
  value       = { for name, mapping in aws_lambda_event_source_mapping.this : name => mapping.uuid }
}
