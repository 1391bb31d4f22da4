output "key_arn" {
  description = "ARN of the key that encrypts orders."
  value       = module.key.key_arn
}
