# The provider waits about a minute for the bucket's lifecycle rules, so they do not change.
variables {
  name         = "orders"
  bucket       = { name = "example-orders" }
  table        = { hash_key = { name = "customer_id" } }
  queue        = {}
  protect_data = false
}

run "creates_the_baseline" {
  assert {
    condition     = output.environment_variables == { BUCKET_NAME = "example-orders", TABLE_NAME = "orders", QUEUE_URL = output.environment_variables.QUEUE_URL }
    error_message = "The service must find its data."
  }

  assert {
    condition     = { for s in jsondecode(output.role_policy_json).Statement : s.Sid => s }.UseMessages.Resource == "arn:aws:sqs:us-east-1:123456789012:orders"
    error_message = "The role must name the queue by the ARN that it really has."
  }

  assert {
    condition     = length(output.alarm_arns) == 5
    error_message = "The alarms must have been created."
  }
}

run "again_without_changes" {
  command = plan
}

run "takes_other_inputs" {
  variables {
    log_retention_in_days = 30
    errors_per_minute     = 5
    alarm_topic_arns      = ["arn:aws:sns:us-east-1:123456789012:on-call"]
  }

  assert {
    condition     = output.key_arn == run.creates_the_baseline.key_arn && output.table_arn == run.creates_the_baseline.table_arn
    error_message = "The key and the table must be kept."
  }
}

run "other_inputs_again_without_changes" {
  command = plan

  variables {
    log_retention_in_days = 30
    errors_per_minute     = 5
    alarm_topic_arns      = ["arn:aws:sns:us-east-1:123456789012:on-call"]
  }
}
