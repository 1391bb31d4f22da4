data "aws_region" "current" {}

resource "aws_vpc_endpoint" "gateway" {
  for_each = var.gateway_endpoints

  vpc_id            = aws_vpc.this.id
  vpc_endpoint_type = "Gateway"
  service_name      = "com.amazonaws.${data.aws_region.current.id}.${each.key}"
  route_table_ids   = [for route_table in aws_route_table.this : route_table.id]
  policy            = each.value.policy_json

  tags = merge(var.tags, { Name = "${var.name}-${each.key}" })
}
