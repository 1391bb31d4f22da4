data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

data "aws_region" "current" {}

locals {
  arn_prefix = "${data.aws_region.current.id}:${data.aws_caller_identity.current.account_id}"

  # Built from the name, so that a plan shows the whole policy before the function exists.
  function_arn  = "arn:${data.aws_partition.current.partition}:lambda:${local.arn_prefix}:function:${var.function_name}"
  log_group_arn = "arn:${data.aws_partition.current.partition}:logs:${local.arn_prefix}:log-group:/aws/lambda/${var.function_name}"

  log_statements = [{
    Sid      = "WriteLogs"
    Effect   = "Allow"
    Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    Resource = ["${local.log_group_arn}:*"]
  }]

  trace_statements = var.tracing_mode != "Active" ? [] : [{
    Sid      = "WriteTraces"
    Effect   = "Allow"
    Action   = ["xray:PutTelemetryRecords", "xray:PutTraceSegments"]
    Resource = ["*"]
  }]

  environment_statements = var.kms_key_arn == null ? [] : [{
    Sid      = "DecryptEnvironment"
    Effect   = "Allow"
    Action   = ["kms:Decrypt"]
    Resource = [var.kms_key_arn]
  }]

  network_actions = [
    "ec2:AssignPrivateIpAddresses",
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ec2:UnassignPrivateIpAddresses",
  ]

  # Lambda itself makes these calls when it connects the function; its code has no use for them.
  network_statements = var.vpc == null ? [] : [
    {
      Sid       = "ManageNetworkInterfaces"
      Effect    = "Allow"
      Action    = local.network_actions
      Resource  = ["*"]
      Condition = {}
    },
    {
      Sid       = "DenyNetworkInterfacesToCode"
      Effect    = "Deny"
      Action    = local.network_actions
      Resource  = ["*"]
      Condition = { ArnEquals = { "lambda:SourceFunctionArn" = local.function_arn } }
    },
  ]

  send_actions = {
    events = ["events:PutEvents"]
    lambda = ["lambda:InvokeFunction"]
    sns    = ["sns:Publish"]
    sqs    = ["sqs:SendMessage"]
  }

  targets = distinct([
    for arn in concat(
      [var.dead_letter_target_arn, try(var.async_invocations.on_success_arn, null), try(var.async_invocations.on_failure_arn, null)],
      [for source in var.event_sources : source.on_failure_arn],
    ) : arn if arn != null
  ])

  target_statements = [
    for service in distinct([for arn in local.targets : split(":", arn)[2]]) : {
      Sid      = "SendTo${title(service)}"
      Effect   = "Allow"
      Action   = local.send_actions[service]
      Resource = [for arn in local.targets : arn if split(":", arn)[2] == service]
    }
  ]

  read_actions = {
    dynamodb = ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams"]
    kinesis  = ["kinesis:DescribeStream", "kinesis:DescribeStreamSummary", "kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:ListShards"]
    sqs      = ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"]
  }

  source_statements = [
    for service in distinct([for source in var.event_sources : split(":", source.event_source_arn)[2]]) : {
      Sid      = "ReadFrom${title(service)}"
      Effect   = "Allow"
      Action   = local.read_actions[service]
      Resource = distinct([for source in var.event_sources : source.event_source_arn if split(":", source.event_source_arn)[2] == service])
    }
  ]

  policy_json = jsonencode({
    Version = "2012-10-17"
    Statement = [
      for statement in concat(
        local.log_statements,
        local.trace_statements,
        local.environment_statements,
        local.network_statements,
        local.target_statements,
        local.source_statements,
      ) : { for element, value in statement : element => value if element != "Condition" || length(value) > 0 }
    ]
  })
}

module "role" {
  source = "../iam-role"

  name                     = coalesce(var.role_name, var.function_name)
  description              = "What the Lambda function ${var.function_name} may do"
  trusted_services         = { Lambda = { service = "lambda.amazonaws.com" } }
  permissions_boundary_arn = var.permissions_boundary_arn
  managed_policy_arns      = var.managed_policy_arns
  inline_policies          = merge(var.inline_policies, { lambda = local.policy_json })

  tags = var.tags
}
