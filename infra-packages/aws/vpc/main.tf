resource "aws_vpc" "this" {
  cidr_block           = var.cidr_block
  enable_dns_support   = true
  enable_dns_hostnames = true

  tags = merge(var.tags, { Name = var.name })

  lifecycle {
    precondition {
      condition     = length(var.availability_zones) > 0 || length(local.availability_zones) == var.availability_zone_count
      error_message = "The Region offers ${length(local.availability_zones)} availability zones; availability_zone_count asks for ${var.availability_zone_count}."
    }

    precondition {
      condition     = !local.computes_cidr_blocks || length(local.availability_zones) <= local.subnets_per_tier
      error_message = "subnet_newbits = ${var.subnet_newbits} leaves room for ${local.subnets_per_tier} subnets in each tier; there are ${length(local.availability_zones)} availability zones."
    }

    precondition {
      condition     = !local.computes_cidr_blocks || local.vpc_prefix_length + var.subnet_newbits <= 28
      error_message = "subnet_newbits = ${var.subnet_newbits} makes subnets of ${var.cidr_block} smaller than /28, the smallest that AWS allows."
    }

    precondition {
      condition     = alltrue([for tier in var.subnets : contains([0, length(local.availability_zones)], length(tier.cidr_blocks))])
      error_message = "A tier whose cidr_blocks are given needs one for each of the ${length(local.availability_zones)} availability zones."
    }

    precondition {
      condition = alltrue([
        for cidr_block in local.given_cidr_blocks : tonumber(split("/", cidr_block)[1]) >= local.vpc_prefix_length &&
        cidrhost("${cidrhost(cidr_block, 0)}/${local.vpc_prefix_length}", 0) == cidrhost(var.cidr_block, 0)
      ])
      error_message = "Each subnet must lie within ${var.cidr_block}."
    }

    precondition {
      condition     = var.nat_gateway_mode == "none" || !local.has_tier.private || local.has_tier.public
      error_message = "NAT gateways are placed in public subnets: add the tier public to subnets, or set nat_gateway_mode to none."
    }

    precondition {
      condition     = !local.has_tier.database || length(local.availability_zones) >= 2
      error_message = "The subnet group of the tier database needs at least two availability zones."
    }
  }
}

# Resources launched without a security group or route table of their own get the defaults, which let nothing through.
resource "aws_default_security_group" "this" {
  vpc_id  = aws_vpc.this.id
  ingress = []
  egress  = []

  tags = merge(var.tags, { Name = "${var.name}-default-unused" })
}

resource "aws_default_route_table" "this" {
  default_route_table_id = aws_vpc.this.default_route_table_id
  route                  = []

  tags = merge(var.tags, { Name = "${var.name}-default-unused" })
}
