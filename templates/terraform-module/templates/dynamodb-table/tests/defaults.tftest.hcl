mock_provider "aws" {
  source = "{{ cookiecutter.mock_defaults }}"
}

variables {
  name     = "orders"
  hash_key = "customer"
}

run "items_are_protected" {
  command = plan

  assert {
    condition     = aws_dynamodb_table.this.deletion_protection_enabled
    error_message = "The table must be protected against deletion."
  }

  assert {
    condition     = one(aws_dynamodb_table.this.point_in_time_recovery).enabled
    error_message = "The table must be recoverable to a point in time."
  }

  assert {
    condition     = one(aws_dynamodb_table.this.server_side_encryption).enabled
    error_message = "Items must be encrypted with a KMS key."
  }
}

run "only_keys_are_declared" {
  command = plan

  assert {
    condition     = [for attribute in aws_dynamodb_table.this.attribute : "${attribute.name} ${attribute.type}"] == ["customer S"]
    error_message = "The table must declare its partition key, and nothing else."
  }

  assert {
    condition     = length(aws_dynamodb_table.this.ttl) == 0
    error_message = "Items must not expire unless that is asked for."
  }
}

run "indexes_bring_their_keys" {
  variables {
    range_key       = "placed_at"
    attribute_types = { placed_at = "N" }
    ttl_attribute   = "expires_at"

    indexes = {
      by_state = { hash_key = "state", range_key = "placed_at" }
    }
  }

  assert {
    condition     = toset([for attribute in aws_dynamodb_table.this.attribute : "${attribute.name} ${attribute.type}"]) == toset(["customer S", "placed_at N", "state S"])
    error_message = "The keys of the index must be declared once each, with their types."
  }

  assert {
    condition     = output.index_arns["by_state"] == "${output.table_arn}/index/by_state"
    error_message = "The index must have the ARN that IAM policies name it by."
  }

  assert {
    condition     = one(aws_dynamodb_table.this.ttl).attribute_name == "expires_at"
    error_message = "Items must expire by the attribute that was given."
  }
}
