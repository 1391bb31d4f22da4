locals {
  trusted_services = {
    ecs    = { service = "ecs-tasks.amazonaws.com", source_accounts = [local.account_id] }
    ec2    = { service = "ec2.amazonaws.com", source_accounts = [] }
    lambda = { service = "lambda.amazonaws.com", source_accounts = [] }
  }

  log_statements = [{
    Sid      = "WriteLogs"
    Effect   = "Allow"
    Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    Resource = "${module.observability.log_group_arns[local.log_group_name]}:log-stream:*"
  }]

  bucket_statements = var.bucket == null ? [] : [
    {
      Sid      = "ListBucket"
      Effect   = "Allow"
      Action   = ["s3:ListBucket"]
      Resource = module.bucket[0].bucket_arn
    },
    {
      Sid      = "UseObjects"
      Effect   = "Allow"
      Action   = ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"]
      Resource = "${module.bucket[0].bucket_arn}/*"
    },
  ]

  table_statements = var.table == null ? [] : [{
    Sid    = "UseItems"
    Effect = "Allow"
    Action = [
      "dynamodb:BatchGetItem",
      "dynamodb:BatchWriteItem",
      "dynamodb:ConditionCheckItem",
      "dynamodb:DeleteItem",
      "dynamodb:DescribeTable",
      "dynamodb:GetItem",
      "dynamodb:PutItem",
      "dynamodb:Query",
      "dynamodb:UpdateItem",
    ]
    Resource = module.table[0].table_arn
  }]

  queue_statements = var.queue == null ? [] : [{
    Sid    = "UseMessages"
    Effect = "Allow"
    Action = [
      "sqs:ChangeMessageVisibility",
      "sqs:DeleteMessage",
      "sqs:GetQueueAttributes",
      "sqs:ReceiveMessage",
      "sqs:SendMessage",
    ]
    Resource = module.queue[0].queue_arn
  }]

  # Services that use the key on behalf of the role. CloudWatch Logs uses it by the policy of the key.
  services_with_key = compact([
    var.bucket == null ? "" : "s3",
    var.table == null ? "" : "dynamodb",
    var.queue == null ? "" : "sqs",
  ])

  key_statements = length(local.services_with_key) == 0 ? [] : [{
    Sid       = "UseKeyThroughServices"
    Effect    = "Allow"
    Action    = ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"]
    Resource  = module.key.key_arn
    Condition = { StringEquals = { "kms:ViaService" = [for service in local.services_with_key : "${service}.${local.region}.amazonaws.com"] } }
  }]

  role_policy_json = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      local.log_statements,
      local.bucket_statements,
      local.table_statements,
      local.queue_statements,
      local.key_statements,
    )
  })
}

module "role" {
  source = "../iam-role"

  name                     = var.name
  description              = "What the service ${var.name} may do"
  trusted_services         = { RunTheService = local.trusted_services[var.runs_on] }
  permissions_boundary_arn = var.permissions_boundary_arn
  create_instance_profile  = var.runs_on == "ec2"
  inline_policies          = merge(var.additional_policies, { baseline = local.role_policy_json })

  tags = var.tags
}
