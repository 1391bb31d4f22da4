locals {
  capacities = var.provisioned_capacity == null ? {} : {
    Read  = merge(var.provisioned_capacity.read, { max = coalesce(var.provisioned_capacity.read.max, var.provisioned_capacity.read.min) })
    Write = merge(var.provisioned_capacity.write, { max = coalesce(var.provisioned_capacity.write.max, var.provisioned_capacity.write.min) })
  }
}

# Also for a fixed capacity, whose changes would have no effect otherwise: the table ignores them.
resource "aws_appautoscaling_target" "this" {
  for_each = local.capacities

  service_namespace  = "dynamodb"
  resource_id        = "table/${aws_dynamodb_table.this.name}"
  scalable_dimension = "dynamodb:table:${each.key}CapacityUnits"
  min_capacity       = each.value.min
  max_capacity       = each.value.max

  tags = var.tags
}

resource "aws_appautoscaling_policy" "this" {
  for_each = { for name, capacity in local.capacities : name => capacity if capacity.max > capacity.min }

  name               = "${var.name}-${lower(each.key)}-utilization"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = aws_appautoscaling_target.this[each.key].service_namespace
  resource_id        = aws_appautoscaling_target.this[each.key].resource_id
  scalable_dimension = aws_appautoscaling_target.this[each.key].scalable_dimension

  target_tracking_scaling_policy_configuration {
    target_value = each.value.target_utilization

    predefined_metric_specification {
      predefined_metric_type = "DynamoDB${each.key}CapacityUtilization"
    }
  }
}
