mock_provider "aws" {
  source = "../mock-defaults"
}

variables {
  name     = "orders"
  hash_key = { name = "order_id" }
}

run "table_is_encrypted_recoverable_and_protected" {
  command = plan

  assert {
    condition     = aws_dynamodb_table.this.server_side_encryption[0].enabled && output.kms_key_arn == null
    error_message = "The table must be encrypted with the AWS managed key."
  }

  assert {
    condition     = aws_dynamodb_table.this.point_in_time_recovery[0].enabled
    error_message = "The table must be recoverable."
  }

  assert {
    condition     = aws_dynamodb_table.this.deletion_protection_enabled
    error_message = "The table must be protected against deletion."
  }
}

run "table_has_one_key_and_pays_for_each_request" {
  command = plan

  assert {
    condition     = aws_dynamodb_table.this.hash_key == "order_id" && aws_dynamodb_table.this.range_key == null
    error_message = "The table must have the given key only."
  }

  assert {
    condition     = aws_dynamodb_table.this.attribute == toset([{ name = "order_id", type = "S" }])
    error_message = "The only attribute must be the key, which is a string by default."
  }

  assert {
    condition     = aws_dynamodb_table.this.billing_mode == "PAY_PER_REQUEST" && length(aws_dynamodb_table.this.on_demand_throughput) == 0
    error_message = "The table must pay for each request, without a limit."
  }

  assert {
    condition     = length(aws_appautoscaling_target.this) == 0 && length(aws_appautoscaling_policy.this) == 0
    error_message = "There must be nothing to scale."
  }

  assert {
    condition     = length(aws_dynamodb_table.this.global_secondary_index) == 0 && length(aws_dynamodb_table.this.local_secondary_index) == 0
    error_message = "There must be no index."
  }

  assert {
    condition     = aws_dynamodb_table.this.table_class == "STANDARD" && !aws_dynamodb_table.this.stream_enabled
    error_message = "The table must be of the standard class, without a stream."
  }
}

run "policy_demands_tls_and_allows_nothing" {
  command = plan

  assert {
    condition     = jsondecode(output.policy_json).Statement[*].Sid == ["DenyInsecureTransport"]
    error_message = "The default policy must deny plain HTTP and allow nothing."
  }

  assert {
    condition = { for s in jsondecode(output.policy_json).Statement : s.Sid => s }.DenyInsecureTransport == {
      Sid       = "DenyInsecureTransport"
      Effect    = "Deny"
      Principal = { AWS = "*" }
      Action    = "dynamodb:*"
      Resource  = ["arn:aws:dynamodb:eu-central-1:111122223333:table/orders", "arn:aws:dynamodb:eu-central-1:111122223333:table/orders/index/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }
    error_message = "Every action without TLS on the table and its indexes must be denied to everybody."
  }
}

run "outputs_describe_the_table" {
  assert {
    condition     = output.table_name == "orders" && output.table_arn == aws_dynamodb_table.this.arn
    error_message = "The outputs must be those of the table."
  }

  assert {
    condition     = aws_dynamodb_resource_policy.this.resource_arn == output.table_arn
    error_message = "The policy must be attached to the table."
  }

  assert {
    condition     = output.stream_arn == null && length(output.index_arns) == 0
    error_message = "There must be neither a stream nor an index."
  }

  assert {
    condition     = output.metric_dimensions == { TableName = "orders" }
    error_message = "Alarms must find the metrics of the table."
  }
}
