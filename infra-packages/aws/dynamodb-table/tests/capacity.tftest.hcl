mock_provider "aws" {
  source = "../mock-defaults"
}

variables {
  name     = "orders"
  hash_key = { name = "order_id" }
}

run "provisioned_capacity_scales" {
  command = plan

  variables {
    provisioned_capacity = {
      read  = { min = 5, max = 100 }
      write = { min = 2, max = 20, target_utilization = 50 }
    }
    global_secondary_indexes = {
      by_state = { hash_key = { name = "state" }, provisioned_capacity = { read = 5, write = 20 } }
    }
    tags = { team = "payments" }
  }

  assert {
    condition     = aws_dynamodb_table.this.billing_mode == "PROVISIONED" && aws_dynamodb_table.this.read_capacity == 5 && aws_dynamodb_table.this.write_capacity == 2
    error_message = "The table must begin with the smallest capacity."
  }

  assert {
    condition = { for name, target in aws_appautoscaling_target.this : target.scalable_dimension => [target.min_capacity, target.max_capacity] } == {
      "dynamodb:table:ReadCapacityUnits"  = [5, 100]
      "dynamodb:table:WriteCapacityUnits" = [2, 20]
    }
    error_message = "Reading and writing must scale within the given limits."
  }

  assert {
    condition     = alltrue([for target in aws_appautoscaling_target.this : target.resource_id == "table/orders" && target.tags == tomap({ team = "payments" })])
    error_message = "The targets must be the table, with the given tags."
  }

  assert {
    condition = { for name, policy in aws_appautoscaling_policy.this : policy.target_tracking_scaling_policy_configuration[0].predefined_metric_specification[0].predefined_metric_type => policy.target_tracking_scaling_policy_configuration[0].target_value } == {
      DynamoDBReadCapacityUtilization  = 70
      DynamoDBWriteCapacityUtilization = 50
    }
    error_message = "Each policy must aim at the given utilization."
  }

  assert {
    condition     = [for index in aws_dynamodb_table.this.global_secondary_index : [index.read_capacity, index.write_capacity]] == [[5, 20]]
    error_message = "The index must have the given capacity."
  }
}

run "provisioned_capacity_can_be_fixed" {
  command = plan

  variables {
    provisioned_capacity = { read = { min = 5 }, write = { min = 2 } }
  }

  assert {
    condition     = [for name, target in aws_appautoscaling_target.this : [target.min_capacity, target.max_capacity]] == [[5, 5], [2, 2]]
    error_message = "Targets with equal limits must hold the capacity."
  }

  assert {
    condition     = length(aws_appautoscaling_policy.this) == 0
    error_message = "A fixed capacity needs no policy."
  }
}

run "cost_of_requests_can_be_limited" {
  command = plan

  variables {
    on_demand_limits = { read = 4000, write = 1000 }
  }

  assert {
    condition     = [for limit in aws_dynamodb_table.this.on_demand_throughput : [limit.max_read_request_units, limit.max_write_request_units]] == [[4000, 1000]]
    error_message = "Requests must be limited."
  }
}
