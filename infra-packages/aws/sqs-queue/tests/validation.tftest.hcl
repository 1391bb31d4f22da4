mock_provider "aws" {
  source = "../mock-defaults"
}

variables {
  name = "orders"
}

run "name_with_suffix" {
  command = plan

  variables {
    name = "orders.fifo"
  }

  expect_failures = [var.name]
}

run "name_too_long" {
  command = plan

  variables {
    name = "o12345678901234567890123456789012345678901234567890123456789012345678901234567890"
  }

  expect_failures = [var.name]
}

run "kms_key_must_not_be_an_alias" {
  command = plan

  variables {
    kms_key_arn = "alias/aws/sqs"
  }

  expect_failures = [var.kms_key_arn]
}

run "data_key_reused_too_briefly" {
  command = plan

  variables {
    kms_data_key_reuse_period_seconds = 59
  }

  expect_failures = [var.kms_data_key_reuse_period_seconds]
}

run "data_key_reused_too_long" {
  command = plan

  variables {
    kms_data_key_reuse_period_seconds = 86401
  }

  expect_failures = [var.kms_data_key_reuse_period_seconds]
}

run "visibility_timeout_below_zero" {
  command = plan

  variables {
    visibility_timeout_seconds = -1
  }

  expect_failures = [var.visibility_timeout_seconds]
}

run "visibility_timeout_too_long" {
  command = plan

  variables {
    visibility_timeout_seconds = 43201
  }

  expect_failures = [var.visibility_timeout_seconds]
}

run "retention_too_short" {
  command = plan

  variables {
    message_retention_seconds = 59
  }

  expect_failures = [var.message_retention_seconds]
}

run "retention_too_long" {
  command = plan

  variables {
    message_retention_seconds = 1209601
  }

  expect_failures = [var.message_retention_seconds]
}

run "largest_message_too_small" {
  command = plan

  variables {
    max_message_size = 1023
  }

  expect_failures = [var.max_message_size]
}

run "largest_message_too_large" {
  command = plan

  variables {
    max_message_size = 1048577
  }

  expect_failures = [var.max_message_size]
}

run "delay_below_zero" {
  command = plan

  variables {
    delay_seconds = -1
  }

  expect_failures = [var.delay_seconds]
}

run "delay_too_long" {
  command = plan

  variables {
    delay_seconds = 901
  }

  expect_failures = [var.delay_seconds]
}

run "waiting_time_below_zero" {
  command = plan

  variables {
    receive_wait_time_seconds = -1
  }

  expect_failures = [var.receive_wait_time_seconds]
}

run "waiting_time_too_long" {
  command = plan

  variables {
    receive_wait_time_seconds = 21
  }

  expect_failures = [var.receive_wait_time_seconds]
}

run "receive_count_too_small" {
  command = plan

  variables {
    dead_letter_queue = { max_receive_count = 0 }
  }

  expect_failures = [var.dead_letter_queue]
}

run "receive_count_too_large" {
  command = plan

  variables {
    dead_letter_queue = { max_receive_count = 1001 }
  }

  expect_failures = [var.dead_letter_queue]
}

run "dead_letter_retention_too_long" {
  command = plan

  variables {
    dead_letter_queue = { message_retention_seconds = 1209601 }
  }

  expect_failures = [var.dead_letter_queue]
}

run "existing_dead_letter_queue_must_be_an_arn" {
  command = plan

  variables {
    dead_letter_queue = { existing = { arn = "failures" } }
  }

  expect_failures = [var.dead_letter_queue]
}

run "source_queue_must_be_an_arn" {
  command = plan

  variables {
    dead_letter_source_queue_arns = ["invoices"]
  }

  expect_failures = [var.dead_letter_source_queue_arns]
}

run "too_many_source_queues" {
  command = plan

  variables {
    dead_letter_source_queue_arns = [for number in range(11) : "arn:aws:sqs:eu-central-1:111122223333:queue-${number}"]
  }

  expect_failures = [var.dead_letter_source_queue_arns]
}

run "sender_must_not_be_a_wildcard" {
  command = plan

  variables {
    sender_arns = ["*"]
  }

  expect_failures = [var.sender_arns]
}

run "receiver_must_be_an_arn" {
  command = plan

  variables {
    receiver_arns = ["111122223333"]
  }

  expect_failures = [var.receiver_arns]
}

run "event_source_must_be_of_a_known_kind" {
  command = plan

  variables {
    event_source_arns = ["arn:aws:lambda:eu-central-1:111122223333:function:orders"]
  }

  expect_failures = [var.event_source_arns]
}

run "event_source_must_not_be_a_wildcard" {
  command = plan

  variables {
    event_source_arns = ["arn:aws:sns:eu-central-1:111122223333:*"]
  }

  expect_failures = [var.event_source_arns]
}

run "additional_policy_must_be_json" {
  command = plan

  variables {
    additional_policy_json = "AllowSchedule"
  }

  expect_failures = [var.additional_policy_json]
}

run "tag_reserved_by_aws" {
  command = plan

  variables {
    tags = { "aws:owner" = "payments" }
  }

  expect_failures = [var.tags]
}

run "name_of_the_dead_letter_queue_too_long" {
  command = plan

  variables {
    name = "o123456789012345678901234567890123456789012345678901234567890123456789"
  }

  expect_failures = [aws_sqs_queue.this]
}

run "dead_letter_queue_of_a_fifo_queue_must_be_fifo" {
  command = plan

  variables {
    fifo              = {}
    dead_letter_queue = { existing = { arn = "arn:aws:sqs:eu-central-1:111122223333:failures" } }
  }

  expect_failures = [aws_sqs_queue.this]
}

run "dead_letter_queue_of_a_standard_queue_must_not_be_fifo" {
  command = plan

  variables {
    dead_letter_queue = { existing = { arn = "arn:aws:sqs:eu-central-1:111122223333:failures.fifo" } }
  }

  expect_failures = [aws_sqs_queue.this]
}

run "failed_messages_must_not_expire_earlier" {
  command = plan

  variables {
    message_retention_seconds = 86400
    dead_letter_queue         = { message_retention_seconds = 3600 }
  }

  expect_failures = [aws_sqs_queue.this]
}

run "bucket_cannot_send_to_a_fifo_queue" {
  command = plan

  variables {
    fifo              = {}
    event_source_arns = ["arn:aws:s3:::example-uploads"]
  }

  expect_failures = [aws_sqs_queue.this]
}
