mock_provider "aws" {
  source = "../mock-defaults"
}

variables {
  name     = "orders"
  hash_key = { name = "order_id" }
}

run "settings_are_passed_on" {
  command = plan

  variables {
    table_class                    = "STANDARD_INFREQUENT_ACCESS"
    ttl_attribute                  = "expires_at"
    kms_key_arn                    = "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000"
    point_in_time_recovery_enabled = false
    deletion_protection_enabled    = false
    tags                           = { team = "payments" }
  }

  assert {
    condition     = aws_dynamodb_table.this.table_class == "STANDARD_INFREQUENT_ACCESS"
    error_message = "The class must be the given one."
  }

  assert {
    condition     = [for ttl in aws_dynamodb_table.this.ttl : [ttl.attribute_name, ttl.enabled]] == [["expires_at", true]]
    error_message = "Items must expire at the time in the given attribute."
  }

  assert {
    condition     = aws_dynamodb_table.this.server_side_encryption[0].kms_key_arn == "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000" && output.kms_key_arn == aws_dynamodb_table.this.server_side_encryption[0].kms_key_arn
    error_message = "The table must be encrypted with the given key."
  }

  assert {
    condition     = !aws_dynamodb_table.this.point_in_time_recovery[0].enabled && !aws_dynamodb_table.this.deletion_protection_enabled
    error_message = "Recovery and protection must be off when they are not wanted."
  }

  assert {
    condition     = aws_dynamodb_table.this.tags == tomap({ team = "payments" })
    error_message = "The table must carry the given tags."
  }
}

run "stream_of_changes" {
  variables {
    stream_view_type = "NEW_AND_OLD_IMAGES"
  }

  assert {
    condition     = aws_dynamodb_table.this.stream_enabled && aws_dynamodb_table.this.stream_view_type == "NEW_AND_OLD_IMAGES"
    error_message = "The stream must say what an item was and is."
  }

  assert {
    condition     = output.stream_arn == aws_dynamodb_table.this.stream_arn
    error_message = "The output must name the stream."
  }
}
