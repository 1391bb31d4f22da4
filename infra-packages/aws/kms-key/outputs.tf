output "key_arn" {
  description = "ARN of the key."
  value       = aws_kms_key.this.arn
}

output "key_id" {
  description = "Id of the key."
  value       = aws_kms_key.this.key_id
}

output "alias_arns" {
  description = "ARNs of the aliases, by alias name as given in `aliases`."
  value       = { for name, alias in aws_kms_alias.this : name => alias.arn }
}

output "policy_json" {
  description = "Key policy as a JSON document."
  value       = aws_kms_key.this.policy
}

output "rotation_enabled" {
  description = "Whether KMS rotates the key material."
  value       = aws_kms_key.this.enable_key_rotation
}
