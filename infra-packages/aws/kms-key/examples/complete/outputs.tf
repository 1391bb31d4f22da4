output "encryption_key_arn" {
  description = "ARN of the key that encrypts orders."
  value       = module.encryption_key.key_arn
}

output "signing_key_alias_arns" {
  description = "ARNs of the aliases of the signing key."
  value       = module.signing_key.alias_arns
}
