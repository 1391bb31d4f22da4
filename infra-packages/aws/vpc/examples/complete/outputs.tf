output "vpc_id" {
  description = "Id of the VPC."
  value       = module.vpc.vpc_id
}

output "private_subnet_ids" {
  description = "Ids of the private subnets."
  value       = module.vpc.private_subnet_ids
}

output "nat_public_ips" {
  description = "Public addresses from which the shop reaches the internet."
  value       = module.vpc.nat_public_ips
}
