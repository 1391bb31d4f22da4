output "names" {
  description = "Names of the resources, by the keys of `resources`."
  value       = local.names

  # Whoever uses a name has it only if the service takes it.
  depends_on = [terraform_data.name]
}

output "tags" {
  description = "Tags of the resources, as AWS and Azure take them."
  value       = local.tags
}

output "labels" {
  description = "The same as labels of Google Cloud: lowercase, with underscores instead of what is not allowed, cut after 63 characters."
  value       = { for key, value in local.tags : substr(replace(lower(key), "/[^a-z0-9_-]/", "_"), 0, 63) => substr(replace(lower(value), "/[^a-z0-9_-]/", "_"), 0, 63) }
}

output "prefix" {
  description = "Beginning of all names, for resources that are named elsewhere."
  value       = join("-", local.parts)
}
