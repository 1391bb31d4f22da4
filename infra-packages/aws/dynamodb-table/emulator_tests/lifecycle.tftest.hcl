variables {
  name                        = "orders"
  hash_key                    = { name = "customer_id" }
  range_key                   = { name = "ordered_at", type = "N" }
  deletion_protection_enabled = false
  stream_view_type            = "NEW_IMAGE"
  ttl_attribute               = "expires_at"
  reader_arns                 = ["arn:aws:iam::123456789012:root"]
  tags                        = { team = "payments" }
  global_secondary_indexes    = { by_state = { hash_key = { name = "state" } } }
}

run "creates_the_table" {
  assert {
    condition     = alltrue([for s in jsondecode(output.policy_json).Statement : contains(s.Resource, output.table_arn)])
    error_message = "The policy must name the table by the ARN that it really has."
  }

  assert {
    condition     = startswith(output.stream_arn, "${output.table_arn}/stream/")
    error_message = "The table must have a stream."
  }
}

run "again_without_changes" {
  command = plan
}

run "takes_other_inputs" {
  variables {
    reader_arns = []
    tags        = { team = "billing" }
    global_secondary_indexes = {
      by_state   = { hash_key = { name = "state" } }
      by_invoice = { hash_key = { name = "invoice" }, projection_type = "KEYS_ONLY" }
    }
  }

  assert {
    condition     = output.stream_arn == run.creates_the_table.stream_arn
    error_message = "The table must be updated, not replaced."
  }

  assert {
    condition     = length(aws_dynamodb_table.this.global_secondary_index) == 2 && aws_dynamodb_table.this.tags == tomap({ team = "billing" })
    error_message = "The table must have the new index and tags."
  }
}

run "other_inputs_again_without_changes" {
  command = plan

  variables {
    reader_arns = []
    tags        = { team = "billing" }
    global_secondary_indexes = {
      by_state   = { hash_key = { name = "state" } }
      by_invoice = { hash_key = { name = "invoice" }, projection_type = "KEYS_ONLY" }
    }
  }
}
