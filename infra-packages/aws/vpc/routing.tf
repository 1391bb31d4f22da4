locals {
  # Private subnets leave through the NAT gateway of their own zone, so each zone has a route table; the others share one a tier.
  route_table_by_subnet = {
    for key, subnet in local.subnets : key => subnet.tier == "private" ? key : subnet.tier
  }

  # Zones that have a NAT gateway.
  nat_zones = local.has_tier.private && var.nat_gateway_mode != "none" ? (
    var.nat_gateway_mode == "single" ? slice(local.availability_zones, 0, 1) : local.availability_zones
  ) : []

  # Zones whose private subnet leaves through a NAT gateway, and the zone of that gateway.
  nat_zone_by_zone = length(local.nat_zones) == 0 ? {} : {
    for zone in local.availability_zones : zone => contains(local.nat_zones, zone) ? zone : local.nat_zones[0]
  }
}

resource "aws_internet_gateway" "this" {
  count = local.has_tier.public ? 1 : 0

  vpc_id = aws_vpc.this.id

  tags = merge(var.tags, { Name = var.name })
}

resource "aws_eip" "nat" {
  for_each = toset(local.nat_zones)

  domain = "vpc"

  tags = merge(var.tags, { Name = "${var.name}-nat-${each.key}" })

  depends_on = [aws_internet_gateway.this]
}

resource "aws_nat_gateway" "this" {
  for_each = toset(local.nat_zones)

  allocation_id = aws_eip.nat[each.key].id
  subnet_id     = aws_subnet.this["public/${each.key}"].id

  tags = merge(var.tags, { Name = "${var.name}-${each.key}" })

  depends_on = [aws_internet_gateway.this]
}

resource "aws_route_table" "this" {
  for_each = toset(values(local.route_table_by_subnet))

  vpc_id = aws_vpc.this.id

  tags = merge(var.tags, { Name = "${var.name}-${replace(each.key, "/", "-")}" })
}

resource "aws_route_table_association" "this" {
  for_each = local.route_table_by_subnet

  subnet_id      = aws_subnet.this[each.key].id
  route_table_id = aws_route_table.this[each.value].id
}

resource "aws_route" "internet" {
  count = local.has_tier.public ? 1 : 0

  route_table_id         = aws_route_table.this["public"].id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.this[0].id
}

resource "aws_route" "nat" {
  for_each = local.nat_zone_by_zone

  route_table_id         = aws_route_table.this["private/${each.key}"].id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.this[each.value].id
}
