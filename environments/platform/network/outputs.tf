output "vpc_id" {
  description = "Id of the VPC."
  value       = module.vpc.vpc_id
}

output "vpc_cidr_block" {
  description = "IPv4 network of the VPC."
  value       = module.vpc.vpc_cidr_block
}

output "availability_zones" {
  description = "Availability zones in use."
  value       = module.vpc.availability_zones
}

output "private_subnet_ids" {
  description = "Ids of the private subnets, in the order of the availability zones."
  value       = module.vpc.private_subnet_ids
}

output "nat_public_ips" {
  description = "Public addresses from which private subnets reach the internet, by availability zone."
  value       = module.vpc.nat_public_ips
}

output "protected" {
  description = "Whether Terraform refuses to destroy the network."
  value       = length(terraform_data.destroy_guard) == 1
}
