output "vpc_id" {
  description = "Id of the VPC."
  value       = module.vpc.vpc_id
}

output "private_subnet_ids" {
  description = "Ids of the private subnets."
  value       = module.vpc.private_subnet_ids
}
