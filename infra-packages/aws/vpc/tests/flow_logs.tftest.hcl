mock_provider "aws" {
  source = "../mock-defaults"
}

variables {
  name       = "example"
  cidr_block = "10.0.0.0/16"
}

run "delivery_role_trusts_flow_logs_of_this_account" {
  assert {
    condition     = { for s in jsondecode(aws_iam_role.flow_logs[0].assume_role_policy).Statement : s.Sid => s }.AssumeForFlowLogsOfThisAccount.Principal.Service == "vpc-flow-logs.amazonaws.com"
    error_message = "The role must be assumed by the flow log service only."
  }

  assert {
    condition = { for s in jsondecode(aws_iam_role.flow_logs[0].assume_role_policy).Statement : s.Sid => s }.AssumeForFlowLogsOfThisAccount.Condition == {
      StringEquals = { "aws:SourceAccount" = "111122223333" }
      ArnLike      = { "aws:SourceArn" = "arn:aws:ec2:eu-central-1:111122223333:vpc-flow-log/*" }
    }
    error_message = "The role must serve flow logs of this account and Region only."
  }

  assert {
    condition = { for s in jsondecode(aws_iam_role_policy.flow_logs[0].policy).Statement : s.Sid => s }.DeliverToLogGroup.Resource == [
      aws_cloudwatch_log_group.flow_logs[0].arn,
      "${aws_cloudwatch_log_group.flow_logs[0].arn}:*",
    ]
    error_message = "The role must write to the log group of this VPC only."
  }

  assert {
    condition     = aws_flow_log.this[0].iam_role_arn == aws_iam_role.flow_logs[0].arn && aws_flow_log.this[0].log_destination == aws_cloudwatch_log_group.flow_logs[0].arn
    error_message = "Flow logs must be delivered to the log group by the role."
  }
}

run "log_group_uses_the_given_key_and_retention" {
  command = plan

  variables {
    flow_logs = {
      kms_key_arn              = "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000"
      retention_in_days        = 90
      traffic_type             = "REJECT"
      max_aggregation_interval = 60
      log_format               = "$${srcaddr} $${dstaddr} $${action}"
    }
  }

  assert {
    condition     = aws_cloudwatch_log_group.flow_logs[0].kms_key_id == "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000" && aws_cloudwatch_log_group.flow_logs[0].retention_in_days == 90
    error_message = "The log group must have the given key and retention."
  }

  assert {
    condition     = aws_flow_log.this[0].traffic_type == "REJECT" && aws_flow_log.this[0].max_aggregation_interval == 60 && aws_flow_log.this[0].log_format == "$${srcaddr} $${dstaddr} $${action}"
    error_message = "Flow logs must have the given traffic type, interval and format."
  }
}

run "flow_log_bucket" {
  module {
    source = "./tests/setup"
  }

  variables {
    bucket_name = "example-flow-logs"
  }
}

run "flow_logs_can_go_to_a_bucket" {
  variables {
    flow_logs = {
      destination   = "s3"
      s3_bucket_arn = "${run.flow_log_bucket.bucket_arn}/network/"
    }
  }

  assert {
    condition     = aws_flow_log.this[0].log_destination_type == "s3" && aws_flow_log.this[0].log_destination == "${run.flow_log_bucket.bucket_arn}/network/"
    error_message = "Flow logs must go to the folder of the bucket."
  }

  assert {
    condition     = aws_flow_log.this[0].destination_options[0].file_format == "parquet" && aws_flow_log.this[0].destination_options[0].per_hour_partition
    error_message = "Flow logs in S3 must be hourly Parquet files."
  }

  assert {
    condition     = length(aws_cloudwatch_log_group.flow_logs) == 0 && length(aws_iam_role.flow_logs) == 0 && output.flow_log_group_name == null
    error_message = "Delivery to S3 needs neither a log group nor a role."
  }
}

run "flow_logs_can_be_switched_off" {
  command = plan

  variables {
    flow_logs = null
  }

  assert {
    condition     = length(aws_flow_log.this) == 0 && length(aws_cloudwatch_log_group.flow_logs) == 0 && length(aws_iam_role.flow_logs) == 0
    error_message = "Nothing of the flow logs must remain."
  }

  assert {
    condition     = output.flow_log_id == null
    error_message = "The output must say that there is no flow log."
  }
}
