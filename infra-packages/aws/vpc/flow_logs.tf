data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

locals {
  flow_logs_to_cloudwatch = try(var.flow_logs.destination, null) == "cloud-watch-logs"
}

resource "aws_cloudwatch_log_group" "flow_logs" {
  count = local.flow_logs_to_cloudwatch ? 1 : 0

  name              = "/aws/vpc-flow-logs/${var.name}"
  retention_in_days = var.flow_logs.retention_in_days
  kms_key_id        = var.flow_logs.kms_key_arn

  tags = var.tags
}

resource "aws_iam_role" "flow_logs" {
  count = local.flow_logs_to_cloudwatch ? 1 : 0

  name        = "${var.name}-vpc-flow-logs-${data.aws_region.current.id}"
  description = "Delivers flow logs of the VPC ${var.name} to CloudWatch Logs"

  assume_role_policy = templatefile("${path.module}/policies/flow-logs-trust.json.tftpl", {
    account_id = data.aws_caller_identity.current.account_id
    partition  = data.aws_partition.current.partition
    region     = data.aws_region.current.id
  })

  tags = var.tags
}

resource "aws_iam_role_policy" "flow_logs" {
  count = local.flow_logs_to_cloudwatch ? 1 : 0

  name = "deliver-flow-logs"
  role = aws_iam_role.flow_logs[0].id

  policy = templatefile("${path.module}/policies/flow-logs-delivery.json.tftpl", {
    log_group_arn = aws_cloudwatch_log_group.flow_logs[0].arn
  })
}

resource "aws_flow_log" "this" {
  count = var.flow_logs == null ? 0 : 1

  vpc_id                   = aws_vpc.this.id
  traffic_type             = var.flow_logs.traffic_type
  log_format               = var.flow_logs.log_format
  max_aggregation_interval = var.flow_logs.max_aggregation_interval
  log_destination_type     = var.flow_logs.destination
  log_destination          = local.flow_logs_to_cloudwatch ? aws_cloudwatch_log_group.flow_logs[0].arn : var.flow_logs.s3_bucket_arn
  iam_role_arn             = local.flow_logs_to_cloudwatch ? aws_iam_role.flow_logs[0].arn : null

  dynamic "destination_options" {
    for_each = local.flow_logs_to_cloudwatch ? [] : [1]

    content {
      file_format                = "parquet"
      hive_compatible_partitions = true
      per_hour_partition         = true
    }
  }

  tags = merge(var.tags, { Name = var.name })
}
