data "aws_availability_zones" "available" {
  #checkov:skip=CKV_AWS_394:Only the first availability_zone_count names are used; availability_zones pins them.
  count = length(var.availability_zones) == 0 ? 1 : 0

  state = "available"

  # Local Zones and Wavelength Zones have to be opted into, and lack most services.
  filter {
    name   = "opt-in-status"
    values = ["opt-in-not-required"]
  }
}

locals {
  availability_zones = length(var.availability_zones) > 0 ? var.availability_zones : slice(
    sort(data.aws_availability_zones.available[0].names),
    0,
    min(var.availability_zone_count, length(data.aws_availability_zones.available[0].names)),
  )

  # Each tier has a quarter of the VPC to itself, so that a further tier or zone leaves existing subnets where they are.
  tier_order           = ["private", "public", "database", "intra"]
  has_tier             = { for tier in local.tier_order : tier => contains(keys(var.subnets), tier) }
  computes_cidr_blocks = anytrue([for tier in var.subnets : length(tier.cidr_blocks) == 0])
  given_cidr_blocks    = flatten([for tier in var.subnets : tier.cidr_blocks])
  subnets_per_tier     = pow(2, var.subnet_newbits - 2)
  vpc_prefix_length    = tonumber(split("/", var.cidr_block)[1])
  computed_cidr_blocks = {
    for tier_index, tier in local.tier_order : tier => [
      for zone_index in range(length(local.availability_zones)) :
      # The preconditions of the VPC explain why there is no such subnet; an error here would hide them.
      try(cidrsubnet(var.cidr_block, var.subnet_newbits, tier_index * local.subnets_per_tier + zone_index), null)
    ]
  }

  subnets = merge([
    for name, tier in var.subnets : {
      for zone_index, zone in local.availability_zones : "${name}/${zone}" => {
        tier       = name
        zone       = zone
        cidr_block = try(length(tier.cidr_blocks) > 0 ? tier.cidr_blocks[zone_index] : local.computed_cidr_blocks[name][zone_index], null)
        tags       = tier.tags
      }
    }
  ]...)

  subnet_ids = {
    for tier, wanted in local.has_tier : tier =>
    wanted ? [for zone in local.availability_zones : aws_subnet.this["${tier}/${zone}"].id] : []
  }
}
