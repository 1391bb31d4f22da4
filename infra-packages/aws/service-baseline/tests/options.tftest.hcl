mock_provider "aws" {
  source = "../mock-defaults"
}

variables {
  name = "orders"
}

run "bucket" {
  variables {
    bucket = { name = "example-orders", access_log_bucket = "example-logs", lifecycle_rules = [{ id = "drafts", prefix = "drafts/", expiration_days = 30 }] }
  }

  assert {
    condition     = output.bucket_arn == module.bucket[0].bucket_arn && output.environment_variables == { BUCKET_NAME = module.bucket[0].bucket_id }
    error_message = "The service must find its bucket."
  }

  assert {
    condition     = module.bucket[0].kms_key_arn == output.key_arn
    error_message = "The bucket must be encrypted with the key of the service."
  }

  assert {
    condition     = jsondecode(output.role_policy_json).Statement[*].Sid == ["WriteLogs", "ListBucket", "UseObjects", "UseKeyThroughServices"]
    error_message = "The role must be able to use the bucket and the key."
  }

  assert {
    condition     = { for s in jsondecode(output.role_policy_json).Statement : s.Sid => s }.UseObjects.Resource == "${output.bucket_arn}/*" && { for s in jsondecode(output.role_policy_json).Statement : s.Sid => s }.ListBucket.Resource == output.bucket_arn
    error_message = "The role must use this bucket only."
  }

  assert {
    condition     = { for s in jsondecode(output.role_policy_json).Statement : s.Sid => s }.UseKeyThroughServices.Condition.StringEquals["kms:ViaService"] == ["s3.eu-central-1.amazonaws.com"]
    error_message = "The role must use the key through S3 only."
  }
}

run "table" {
  variables {
    table = { hash_key = { name = "customer_id" }, range_key = { name = "ordered_at", type = "N" }, ttl_attribute = "expires_at" }
  }

  assert {
    condition     = output.table_arn == module.table[0].table_arn && output.environment_variables == { TABLE_NAME = "orders" }
    error_message = "The service must find its table."
  }

  assert {
    condition     = module.table[0].kms_key_arn == output.key_arn
    error_message = "The table must be encrypted with the key of the service."
  }

  assert {
    condition     = jsondecode(output.role_policy_json).Statement[*].Sid == ["WriteLogs", "UseItems", "UseKeyThroughServices"]
    error_message = "The role must be able to use the table and the key."
  }

  assert {
    condition     = { for s in jsondecode(output.role_policy_json).Statement : s.Sid => s }.UseItems.Resource == output.table_arn && !contains({ for s in jsondecode(output.role_policy_json).Statement : s.Sid => s }.UseItems.Action, "dynamodb:Scan")
    error_message = "The role must use this table only, by its keys."
  }

  assert {
    condition     = { for s in jsondecode(output.role_policy_json).Statement : s.Sid => s }.UseKeyThroughServices.Condition.StringEquals["kms:ViaService"] == ["dynamodb.eu-central-1.amazonaws.com"]
    error_message = "The role must use the key through DynamoDB only."
  }

  assert {
    condition     = keys(output.alarm_arns) == ["errors", "throttled-reads", "throttled-writes"]
    error_message = "Refused reads and writes must raise alarms."
  }
}

run "queue" {
  variables {
    queue = { visibility_timeout_seconds = 60, max_receive_count = 3, oldest_message_seconds = 600 }
  }

  assert {
    condition     = output.queue_arn == module.queue[0].queue_arn && output.environment_variables == { QUEUE_URL = module.queue[0].queue_url }
    error_message = "The service must find its queue."
  }

  assert {
    condition     = module.queue[0].kms_key_arn == output.key_arn
    error_message = "Messages must be encrypted with the key of the service."
  }

  assert {
    condition     = jsondecode(output.role_policy_json).Statement[*].Sid == ["WriteLogs", "UseMessages", "UseKeyThroughServices"]
    error_message = "The role must be able to use the queue and the key."
  }

  assert {
    condition     = { for s in jsondecode(output.role_policy_json).Statement : s.Sid => s }.UseMessages.Resource == output.queue_arn
    error_message = "The role must use this queue only."
  }

  assert {
    condition     = { for s in jsondecode(output.role_policy_json).Statement : s.Sid => s }.UseKeyThroughServices.Condition.StringEquals["kms:ViaService"] == ["sqs.eu-central-1.amazonaws.com"]
    error_message = "The role must use the key through SQS only."
  }

  assert {
    condition     = keys(output.alarm_arns) == ["dead-letters", "errors", "old-messages"]
    error_message = "Dead letters and old messages must raise alarms."
  }

  assert {
    condition     = local.queue_alarms.old-messages.threshold == 600 && local.queue_alarms.dead-letters.dimensions.QueueName == module.queue[0].dead_letter_queue_name
    error_message = "The alarms must watch the queue and its dead letters."
  }
}

run "all_of_them" {
  variables {
    bucket = { name = "example-orders" }
    table  = { hash_key = { name = "id" } }
    queue  = {}
  }

  assert {
    condition     = keys(output.environment_variables) == ["BUCKET_NAME", "QUEUE_URL", "TABLE_NAME"]
    error_message = "The service must find all of its data."
  }

  assert {
    condition     = { for s in jsondecode(output.role_policy_json).Statement : s.Sid => s }.UseKeyThroughServices.Condition.StringEquals["kms:ViaService"] == ["s3.eu-central-1.amazonaws.com", "dynamodb.eu-central-1.amazonaws.com", "sqs.eu-central-1.amazonaws.com"]
    error_message = "The role must use the key through each of the services."
  }
}

run "service_on_ec2" {
  variables {
    runs_on = "ec2"
  }

  assert {
    condition     = output.instance_profile_name == "orders"
    error_message = "Instances must have a profile."
  }

  assert {
    condition     = { for s in jsondecode(module.role.trust_policy_json).Statement : s.Sid => s }.RunTheService.Principal == { Service = "ec2.amazonaws.com" }
    error_message = "EC2 must assume the role."
  }
}

run "service_on_lambda" {
  variables {
    runs_on = "lambda"
  }

  assert {
    condition     = { for s in jsondecode(module.role.trust_policy_json).Statement : s.Sid => s }.RunTheService.Principal == { Service = "lambda.amazonaws.com" }
    error_message = "Lambda must assume the role."
  }
}
