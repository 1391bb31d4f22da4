output "key_arn" {
  description = "ARN of the key that encrypts documents."
  value       = module.key.key_arn
}

output "documents_bucket_arn" {
  description = "ARN of the bucket of documents."
  value       = module.documents.bucket_arn
}

output "documents_bucket_name" {
  description = "Name of the bucket of documents."
  value       = module.documents.bucket_id
}

output "documents_policy_json" {
  description = "Policy of the bucket of documents, as a JSON document."
  value       = module.documents.policy_json
}

output "protected" {
  description = "Whether Terraform refuses to destroy the data."
  value       = length(terraform_data.destroy_guard) == 1
}
