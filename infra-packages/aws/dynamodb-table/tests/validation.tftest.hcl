mock_provider "aws" {
  source = "../mock-defaults"
}

variables {
  name     = "orders"
  hash_key = { name = "order_id" }
}

run "name_too_short" {
  command = plan

  variables {
    name = "o"
  }

  expect_failures = [var.name]
}

run "unknown_type_of_hash_key" {
  command = plan

  variables {
    hash_key = { name = "order_id", type = "BOOL" }
  }

  expect_failures = [var.hash_key]
}

run "unknown_type_of_range_key" {
  command = plan

  variables {
    range_key = { name = "ordered_at", type = "D" }
  }

  expect_failures = [var.range_key]
}

run "too_many_global_indexes" {
  command = plan

  variables {
    global_secondary_indexes = { for number in range(21) : "by_${number}" => { hash_key = { name = "state" } } }
  }

  expect_failures = [var.global_secondary_indexes]
}

run "unknown_type_of_key_of_global_index" {
  command = plan

  variables {
    global_secondary_indexes = { by_state = { hash_key = { name = "state" }, range_key = { name = "ordered_at", type = "D" } } }
  }

  expect_failures = [var.global_secondary_indexes]
}

run "unknown_projection_of_global_index" {
  command = plan

  variables {
    global_secondary_indexes = { by_state = { hash_key = { name = "state" }, projection_type = "SOME" } }
  }

  expect_failures = [var.global_secondary_indexes]
}

run "global_index_includes_no_attributes" {
  command = plan

  variables {
    global_secondary_indexes = { by_state = { hash_key = { name = "state" }, projection_type = "INCLUDE" } }
  }

  expect_failures = [var.global_secondary_indexes]
}

run "global_index_with_useless_attributes" {
  command = plan

  variables {
    global_secondary_indexes = { by_state = { hash_key = { name = "state" }, non_key_attributes = ["total"] } }
  }

  expect_failures = [var.global_secondary_indexes]
}

run "global_index_without_units" {
  command = plan

  variables {
    global_secondary_indexes = { by_state = { hash_key = { name = "state" }, provisioned_capacity = { read = 0, write = 1 } } }
  }

  expect_failures = [var.global_secondary_indexes]
}

run "too_many_local_indexes" {
  command = plan

  variables {
    local_secondary_indexes = { for number in range(6) : "by_${number}" => { range_key = { name = "total" } } }
  }

  expect_failures = [var.local_secondary_indexes]
}

run "unknown_type_of_key_of_local_index" {
  command = plan

  variables {
    local_secondary_indexes = { by_total = { range_key = { name = "total", type = "D" } } }
  }

  expect_failures = [var.local_secondary_indexes]
}

run "unknown_projection_of_local_index" {
  command = plan

  variables {
    local_secondary_indexes = { by_total = { range_key = { name = "total" }, projection_type = "SOME" } }
  }

  expect_failures = [var.local_secondary_indexes]
}

run "capacity_without_units" {
  command = plan

  variables {
    provisioned_capacity = { read = { min = 0 }, write = { min = 1 } }
  }

  expect_failures = [var.provisioned_capacity]
}

run "largest_capacity_below_smallest" {
  command = plan

  variables {
    provisioned_capacity = { read = { min = 5, max = 4 }, write = { min = 1 } }
  }

  expect_failures = [var.provisioned_capacity]
}

run "utilization_too_high" {
  command = plan

  variables {
    provisioned_capacity = { read = { min = 1 }, write = { min = 1, target_utilization = 95 } }
  }

  expect_failures = [var.provisioned_capacity]
}

run "limits_without_a_limit" {
  command = plan

  variables {
    on_demand_limits = {}
  }

  expect_failures = [var.on_demand_limits]
}

run "limit_of_zero" {
  command = plan

  variables {
    on_demand_limits = { read = 10, write = 0 }
  }

  expect_failures = [var.on_demand_limits]
}

run "unknown_table_class" {
  command = plan

  variables {
    table_class = "ARCHIVE"
  }

  expect_failures = [var.table_class]
}

run "empty_ttl_attribute" {
  command = plan

  variables {
    ttl_attribute = ""
  }

  expect_failures = [var.ttl_attribute]
}

run "unknown_stream_view_type" {
  command = plan

  variables {
    stream_view_type = "CHANGES"
  }

  expect_failures = [var.stream_view_type]
}

run "kms_key_must_not_be_an_alias" {
  command = plan

  variables {
    kms_key_arn = "alias/orders"
  }

  expect_failures = [var.kms_key_arn]
}

run "reader_must_not_be_a_wildcard" {
  command = plan

  variables {
    reader_arns = ["*"]
  }

  expect_failures = [var.reader_arns]
}

run "writer_must_be_an_arn" {
  command = plan

  variables {
    writer_arns = ["111122223333"]
  }

  expect_failures = [var.writer_arns]
}

run "additional_policy_must_be_json" {
  command = plan

  variables {
    additional_policy_json = "AllowExport"
  }

  expect_failures = [var.additional_policy_json]
}

run "tag_reserved_by_aws" {
  command = plan

  variables {
    tags = { "aws:owner" = "payments" }
  }

  expect_failures = [var.tags]
}

run "attribute_with_two_types" {
  command = plan

  variables {
    global_secondary_indexes = { by_id = { hash_key = { name = "order_id", type = "N" } } }
  }

  expect_failures = [aws_dynamodb_table.this]
}

run "local_index_needs_a_range_key" {
  command = plan

  variables {
    local_secondary_indexes = { by_total = { range_key = { name = "total" } } }
  }

  expect_failures = [aws_dynamodb_table.this]
}

run "index_of_provisioned_table_needs_capacity" {
  command = plan

  variables {
    provisioned_capacity     = { read = { min = 1 }, write = { min = 1 } }
    global_secondary_indexes = { by_state = { hash_key = { name = "state" } } }
  }

  expect_failures = [aws_dynamodb_table.this]
}

run "index_of_on_demand_table_has_no_capacity" {
  command = plan

  variables {
    global_secondary_indexes = { by_state = { hash_key = { name = "state" }, provisioned_capacity = { read = 1, write = 1 } } }
  }

  expect_failures = [aws_dynamodb_table.this]
}

run "limits_are_for_on_demand_tables" {
  command = plan

  variables {
    provisioned_capacity = { read = { min = 1 }, write = { min = 1 } }
    on_demand_limits     = { read = 10 }
  }

  expect_failures = [aws_dynamodb_table.this]
}

run "indexes_must_have_different_names" {
  command = plan

  variables {
    range_key                = { name = "ordered_at" }
    global_secondary_indexes = { by_total = { hash_key = { name = "total" } } }
    local_secondary_indexes  = { by_total = { range_key = { name = "total" } } }
  }

  expect_failures = [aws_dynamodb_table.this]
}

run "ttl_attribute_must_not_be_a_key" {
  command = plan

  variables {
    ttl_attribute = "order_id"
  }

  expect_failures = [aws_dynamodb_table.this]
}
