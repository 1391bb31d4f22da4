output "vpc_id" {
  description = "Id of the VPC."
  value       = aws_vpc.this.id
}

output "vpc_arn" {
  description = "ARN of the VPC."
  value       = aws_vpc.this.arn
}

output "vpc_cidr_block" {
  description = "IPv4 network of the VPC."
  value       = aws_vpc.this.cidr_block
}

output "availability_zones" {
  description = "Availability zones in use, in the order of their subnets."
  value       = local.availability_zones
}

output "public_subnet_ids" {
  description = "Ids of the public subnets, in the order of the availability zones."
  value       = local.subnet_ids.public
}

output "private_subnet_ids" {
  description = "Ids of the private subnets, in the order of the availability zones."
  value       = local.subnet_ids.private
}

output "database_subnet_ids" {
  description = "Ids of the database subnets, in the order of the availability zones."
  value       = local.subnet_ids.database
}

output "intra_subnet_ids" {
  description = "Ids of the intra subnets, in the order of the availability zones."
  value       = local.subnet_ids.intra
}

output "subnet_cidr_blocks" {
  description = "CIDR blocks of the subnets, by `<tier>/<zone>`."
  value       = { for key, subnet in aws_subnet.this : key => subnet.cidr_block }
}

output "database_subnet_group_name" {
  description = "Name of the database subnet group; `null` without database subnets."
  value       = one(aws_db_subnet_group.this[*].name)
}

output "route_table_ids" {
  description = "Ids of the route tables: one for each tier, and `private/<zone>` for each private subnet."
  value       = { for key, route_table in aws_route_table.this : key => route_table.id }
}

output "internet_gateway_id" {
  description = "Id of the internet gateway; `null` without public subnets."
  value       = one(aws_internet_gateway.this[*].id)
}

output "nat_public_ips" {
  description = "Public addresses from which private subnets reach the internet, by availability zone of the NAT gateway."
  value       = { for zone, nat_gateway in aws_nat_gateway.this : zone => nat_gateway.public_ip }
}

output "gateway_endpoint_ids" {
  description = "Ids of the gateway endpoints, by service."
  value       = { for service, endpoint in aws_vpc_endpoint.gateway : service => endpoint.id }
}

output "default_security_group_id" {
  description = "Id of the default security group, which has no rules."
  value       = aws_default_security_group.this.id
}

output "flow_log_id" {
  description = "Id of the flow log; `null` when it is switched off."
  value       = one(aws_flow_log.this[*].id)
}

output "flow_log_group_name" {
  description = "Name of the CloudWatch log group of the flow logs; `null` when they go elsewhere."
  value       = one(aws_cloudwatch_log_group.flow_logs[*].name)
}
