mock_provider "aws" {
  source = "../mock-defaults"
}

variables {
  name      = "orders"
  hash_key  = { name = "customer_id" }
  range_key = { name = "ordered_at", type = "N" }
}

run "attributes_are_those_of_all_keys" {
  variables {
    global_secondary_indexes = {
      by_state = {
        hash_key           = { name = "state" }
        range_key          = { name = "ordered_at", type = "N" }
        projection_type    = "INCLUDE"
        non_key_attributes = ["total"]
      }
      by_invoice = { hash_key = { name = "invoice", type = "B" }, projection_type = "KEYS_ONLY" }
    }
    local_secondary_indexes = {
      by_total = { range_key = { name = "total_cents", type = "N" } }
    }
  }

  assert {
    condition = aws_dynamodb_table.this.attribute == toset([
      { name = "customer_id", type = "S" },
      { name = "ordered_at", type = "N" },
      { name = "state", type = "S" },
      { name = "invoice", type = "B" },
      { name = "total_cents", type = "N" },
    ])
    error_message = "Each key must be an attribute, and one that several have must be it once."
  }

  assert {
    condition     = aws_dynamodb_table.this.range_key == "ordered_at"
    error_message = "The table must have the given range key."
  }

  assert {
    condition = { for index in aws_dynamodb_table.this.global_secondary_index : index.name => "${index.hash_key}/${coalesce(index.range_key, "none")} ${index.projection_type}" } == {
      by_state   = "state/ordered_at INCLUDE"
      by_invoice = "invoice/none KEYS_ONLY"
    }
    error_message = "The global indexes must have the given keys and projections."
  }

  assert {
    condition     = one([for index in aws_dynamodb_table.this.global_secondary_index : index.non_key_attributes if index.name == "by_state"]) == toset(["total"])
    error_message = "The index must have a copy of the given attribute."
  }

  assert {
    condition     = [for index in aws_dynamodb_table.this.local_secondary_index : [index.name, index.range_key, index.projection_type]] == [["by_total", "total_cents", "ALL"]]
    error_message = "The local index must have the given key."
  }

  assert {
    condition = output.index_arns == {
      by_state   = "${aws_dynamodb_table.this.arn}/index/by_state"
      by_invoice = "${aws_dynamodb_table.this.arn}/index/by_invoice"
      by_total   = "${aws_dynamodb_table.this.arn}/index/by_total"
    }
    error_message = "The ARNs of all indexes must be found by their names."
  }
}
