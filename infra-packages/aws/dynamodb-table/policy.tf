locals {
  read_actions = [
    "dynamodb:BatchGetItem", "dynamodb:ConditionCheckItem", "dynamodb:DescribeTable", "dynamodb:GetItem", "dynamodb:Query", "dynamodb:Scan",
  ]
  write_actions = ["dynamodb:BatchWriteItem", "dynamodb:DeleteItem", "dynamodb:PutItem", "dynamodb:UpdateItem"]

  reader_statements = length(var.reader_arns) == 0 ? [] : [{
    Sid       = "AllowReaders"
    Effect    = "Allow"
    Principal = { AWS = var.reader_arns }
    Action    = local.read_actions
    Resource  = [local.table_arn, "${local.table_arn}/index/*"]
  }]

  writer_statements = length(var.writer_arns) == 0 ? [] : [{
    Sid       = "AllowWriters"
    Effect    = "Allow"
    Principal = { AWS = var.writer_arns }
    Action    = concat(local.read_actions, local.write_actions)
    Resource  = [local.table_arn, "${local.table_arn}/index/*"]
  }]

  additional_statements = flatten([try(jsondecode(var.additional_policy_json).Statement, [])])
}

resource "aws_dynamodb_resource_policy" "this" {
  resource_arn = aws_dynamodb_table.this.arn

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      # DynamoDB answers over plain HTTP as well.
      [{
        Sid       = "DenyInsecureTransport"
        Effect    = "Deny"
        Principal = { AWS = "*" }
        Action    = "dynamodb:*"
        Resource  = [local.table_arn, "${local.table_arn}/index/*"]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      }],
      local.reader_statements,
      local.writer_statements,
      local.additional_statements,
    )
  })
}
