resource "aws_subnet" "this" {
  for_each = local.subnets

  vpc_id                  = aws_vpc.this.id
  availability_zone       = each.value.zone
  cidr_block              = each.value.cidr_block
  map_public_ip_on_launch = each.value.tier == "public" && var.map_public_ip_on_launch

  tags = merge(
    var.tags,
    { Name = "${var.name}-${each.value.tier}-${each.value.zone}", Tier = each.value.tier },
    each.value.tags,
  )
}

resource "aws_db_subnet_group" "this" {
  count = local.has_tier.database ? 1 : 0

  name        = var.name
  description = "Database subnets of the VPC ${var.name}"
  subnet_ids  = local.subnet_ids.database

  tags = merge(var.tags, { Name = var.name })
}
