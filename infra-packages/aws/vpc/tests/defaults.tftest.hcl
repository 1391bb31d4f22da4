mock_provider "aws" {
  source = "../mock-defaults"
}

variables {
  name       = "example"
  cidr_block = "10.0.0.0/16"
}

run "three_zones_with_public_and_private_subnets" {
  command = plan

  assert {
    condition     = output.availability_zones == tolist(["eu-central-1a", "eu-central-1b", "eu-central-1c"])
    error_message = "The first three zones of the Region must be used."
  }

  assert {
    condition = output.subnet_cidr_blocks == {
      "private/eu-central-1a" = "10.0.0.0/20"
      "private/eu-central-1b" = "10.0.16.0/20"
      "private/eu-central-1c" = "10.0.32.0/20"
      "public/eu-central-1a"  = "10.0.64.0/20"
      "public/eu-central-1b"  = "10.0.80.0/20"
      "public/eu-central-1c"  = "10.0.96.0/20"
    }
    error_message = "Private subnets must begin the first quarter of the VPC, public subnets the second."
  }

  assert {
    condition     = alltrue([for subnet in aws_subnet.this : !subnet.map_public_ip_on_launch])
    error_message = "No subnet must hand out public addresses by default."
  }

  assert {
    condition     = aws_vpc.this.enable_dns_support && aws_vpc.this.enable_dns_hostnames
    error_message = "DNS must work in the VPC, which endpoints need."
  }
}

run "each_zone_has_its_own_nat_gateway" {
  assert {
    condition     = toset(keys(output.nat_public_ips)) == toset(["eu-central-1a", "eu-central-1b", "eu-central-1c"])
    error_message = "Each zone must have a NAT gateway."
  }

  assert {
    condition     = alltrue([for zone, gateway in aws_nat_gateway.this : gateway.subnet_id == aws_subnet.this["public/${zone}"].id])
    error_message = "Each NAT gateway must stand in the public subnet of its zone."
  }

  assert {
    condition     = alltrue([for zone, route in aws_route.nat : route.nat_gateway_id == aws_nat_gateway.this[zone].id && route.route_table_id == aws_route_table.this["private/${zone}"].id])
    error_message = "Each private subnet must leave through the NAT gateway of its own zone."
  }

  assert {
    condition     = aws_route.internet[0].gateway_id == aws_internet_gateway.this[0].id && aws_route.internet[0].route_table_id == aws_route_table.this["public"].id
    error_message = "Public subnets must leave through the internet gateway."
  }

  assert {
    condition     = alltrue([for key, association in aws_route_table_association.this : association.subnet_id == aws_subnet.this[key].id])
    error_message = "Each subnet must be associated with a route table."
  }

  assert {
    condition     = output.public_subnet_ids == tolist([for zone in ["eu-central-1a", "eu-central-1b", "eu-central-1c"] : aws_subnet.this["public/${zone}"].id])
    error_message = "Subnet ids must come in the order of the zones."
  }

  assert {
    condition     = output.database_subnet_group_name == null && length(output.database_subnet_ids) == 0 && length(output.intra_subnet_ids) == 0
    error_message = "Database and intra subnets must be absent by default."
  }
}

run "defaults_of_the_vpc_are_locked_down" {
  command = plan

  assert {
    condition     = length(aws_default_security_group.this.ingress) == 0 && length(aws_default_security_group.this.egress) == 0
    error_message = "The default security group must have no rules."
  }

  assert {
    condition     = length(aws_default_route_table.this.route) == 0
    error_message = "The default route table must have no routes."
  }
}

run "gateway_endpoints_serve_all_route_tables" {
  assert {
    condition     = { for service, endpoint in aws_vpc_endpoint.gateway : service => endpoint.service_name } == { dynamodb = "com.amazonaws.eu-central-1.dynamodb", s3 = "com.amazonaws.eu-central-1.s3" }
    error_message = "S3 and DynamoDB must have an endpoint in the Region."
  }

  assert {
    condition     = alltrue([for endpoint in aws_vpc_endpoint.gateway : endpoint.vpc_endpoint_type == "Gateway" && toset(endpoint.route_table_ids) == toset(values(output.route_table_ids))])
    error_message = "Gateway endpoints must be in every route table."
  }
}

run "all_traffic_is_logged_for_a_year" {
  assert {
    condition     = aws_flow_log.this[0].traffic_type == "ALL" && aws_flow_log.this[0].vpc_id == output.vpc_id
    error_message = "All traffic of the VPC must be logged."
  }

  assert {
    condition     = output.flow_log_group_name == "/aws/vpc-flow-logs/example" && aws_cloudwatch_log_group.flow_logs[0].retention_in_days == 365
    error_message = "Flow logs must be kept in CloudWatch Logs for a year."
  }
}

run "outputs_describe_the_vpc" {
  assert {
    condition     = output.vpc_id == aws_vpc.this.id && output.vpc_arn == aws_vpc.this.arn && output.vpc_cidr_block == "10.0.0.0/16"
    error_message = "The outputs must be those of the VPC."
  }

  assert {
    condition     = output.private_subnet_ids == tolist([for zone in output.availability_zones : aws_subnet.this["private/${zone}"].id])
    error_message = "Private subnets must come in the order of the zones."
  }

  assert {
    condition     = output.internet_gateway_id == aws_internet_gateway.this[0].id && output.default_security_group_id == aws_default_security_group.this.id
    error_message = "The internet gateway and the default security group must be those of the VPC."
  }

  assert {
    condition     = output.gateway_endpoint_ids == { for service, endpoint in aws_vpc_endpoint.gateway : service => endpoint.id }
    error_message = "Gateway endpoints must be found by their service."
  }

  assert {
    condition     = output.flow_log_id == aws_flow_log.this[0].id
    error_message = "The flow log must be found."
  }
}
