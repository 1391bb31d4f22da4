mock_provider "aws" {
  source = "../mock-defaults"
}

variables {
  name     = "orders"
  hash_key = { name = "order_id" }
}

run "readers_and_writers_are_separated" {
  command = plan

  variables {
    reader_arns = ["arn:aws:iam::444455556666:role/reports"]
    writer_arns = ["arn:aws:iam::111122223333:role/shop"]
  }

  assert {
    condition     = jsondecode(output.policy_json).Statement[*].Sid == ["DenyInsecureTransport", "AllowReaders", "AllowWriters"]
    error_message = "Readers and writers must each have their own statement."
  }

  assert {
    condition     = { for s in jsondecode(output.policy_json).Statement : s.Sid => s }.AllowReaders.Principal.AWS == ["arn:aws:iam::444455556666:role/reports"]
    error_message = "The statement of readers must name exactly them."
  }

  assert {
    condition = toset({ for s in jsondecode(output.policy_json).Statement : s.Sid => s }.AllowReaders.Action) == toset([
      "dynamodb:BatchGetItem", "dynamodb:ConditionCheckItem", "dynamodb:DescribeTable", "dynamodb:GetItem", "dynamodb:Query", "dynamodb:Scan",
    ])
    error_message = "Readers must not be able to write."
  }

  assert {
    condition     = { for s in jsondecode(output.policy_json).Statement : s.Sid => s }.AllowWriters.Principal.AWS == ["arn:aws:iam::111122223333:role/shop"]
    error_message = "The statement of writers must name exactly them."
  }

  assert {
    condition = setsubtract(
      { for s in jsondecode(output.policy_json).Statement : s.Sid => s }.AllowWriters.Action,
      { for s in jsondecode(output.policy_json).Statement : s.Sid => s }.AllowReaders.Action,
    ) == toset(["dynamodb:BatchWriteItem", "dynamodb:DeleteItem", "dynamodb:PutItem", "dynamodb:UpdateItem"])
    error_message = "Writers must be able to change items, but not the table."
  }

  assert {
    condition = alltrue([
      for s in jsondecode(output.policy_json).Statement :
      s.Resource == ["arn:aws:dynamodb:eu-central-1:111122223333:table/orders", "arn:aws:dynamodb:eu-central-1:111122223333:table/orders/index/*"]
    ])
    error_message = "Every statement must be about this table and its indexes only."
  }
}

run "additional_statements_are_appended" {
  command = plan

  variables {
    additional_policy_json = <<-JSON
      {
        "Version": "2012-10-17",
        "Statement": {
          "Sid": "AllowExport",
          "Effect": "Allow",
          "Principal": {"AWS": "arn:aws:iam::444455556666:role/export"},
          "Action": "dynamodb:ExportTableToPointInTime",
          "Resource": "arn:aws:dynamodb:eu-central-1:111122223333:table/orders"
        }
      }
    JSON
  }

  assert {
    condition     = jsondecode(output.policy_json).Statement[*].Sid == ["DenyInsecureTransport", "AllowExport"]
    error_message = "Additional statements must follow those of the module."
  }

  assert {
    condition     = { for s in jsondecode(output.policy_json).Statement : s.Sid => s }.AllowExport.Action == "dynamodb:ExportTableToPointInTime"
    error_message = "Additional statements must be kept as they are."
  }
}
