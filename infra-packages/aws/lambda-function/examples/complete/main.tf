provider "aws" {
  region = var.region
}

data "aws_caller_identity" "current" {}

module "key" {
  source = "../../../kms-key"

  description = "Environment and logs of the order function"
  aliases     = ["orders-function"]

  service_principals = {
    CloudWatchLogs = {
      service = "logs.${var.region}.amazonaws.com"
      encryption_context = {
        "aws:logs:arn" = ["arn:aws:logs:${var.region}:${data.aws_caller_identity.current.account_id}:log-group:/aws/lambda/orders"]
      }
    }
  }
}

resource "aws_sqs_queue" "dead_letter" {
  name                    = "orders-dead-letter"
  sqs_managed_sse_enabled = true
}

resource "aws_sqs_queue" "orders" {
  name                       = "orders"
  sqs_managed_sse_enabled    = true
  visibility_timeout_seconds = 180

  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead_letter.arn
    maxReceiveCount     = 3
  })
}

resource "aws_cloudwatch_event_rule" "nightly" {
  name                = "orders-nightly"
  schedule_expression = "cron(0 2 * * ? *)"
}

resource "aws_cloudwatch_event_target" "nightly" {
  rule = aws_cloudwatch_event_rule.nightly.name
  arn  = module.orders.invocation_arn
}

module "orders" {
  source = "../../"

  function_name = "orders"
  description   = "Handles orders from the queue, and cleans up at night"
  s3_package    = { bucket = var.releases_bucket, key = "orders.zip", version_id = var.release_version_id }
  handler       = "index.handler"
  runtime       = "python3.13"
  architecture  = "arm64"
  alias_name    = "live"
  memory_size   = 512
  timeout       = 30

  environment_variables  = { TABLE = "orders" }
  kms_key_arn            = module.key.key_arn
  log_kms_key_arn        = module.key.key_arn
  dead_letter_target_arn = aws_sqs_queue.dead_letter.arn
  async_invocations      = { maximum_retry_attempts = 1 }
  vpc                    = { subnet_ids = var.subnet_ids, security_group_ids = var.security_group_ids }

  event_sources = {
    orders = {
      event_source_arn           = aws_sqs_queue.orders.arn
      report_batch_item_failures = true
      maximum_concurrency        = 10
    }
  }

  callers = {
    Nightly = { principal = "events.amazonaws.com", source_arn = aws_cloudwatch_event_rule.nightly.arn }
    Shop    = { principal = var.shop_role_arn, through_url = true }
  }

  function_url = {}

  inline_policies = {
    orders-table = jsonencode({
      Version = "2012-10-17"
      Statement = [{
        Sid      = "WriteOrders"
        Effect   = "Allow"
        Action   = ["dynamodb:PutItem", "dynamodb:UpdateItem"]
        Resource = "arn:aws:dynamodb:${var.region}:${data.aws_caller_identity.current.account_id}:table/orders"
      }]
    })
  }
}
