mock_provider "aws" {
  source = "../mock-defaults"
}

variables {
  name = "orders"
}

run "fifo_queues_have_the_suffix" {
  command = plan

  variables {
    fifo = {}
  }

  assert {
    condition     = output.queue_name == "orders.fifo" && output.dead_letter_queue_name == "orders-dead-letter.fifo"
    error_message = "The names of FIFO queues must end in .fifo."
  }

  assert {
    condition     = aws_sqs_queue.this.fifo_queue && aws_sqs_queue.dead_letter[0].fifo_queue
    error_message = "The dead-letter queue of a FIFO queue must be one as well."
  }

  assert {
    condition     = !aws_sqs_queue.this.content_based_deduplication && aws_sqs_queue.this.deduplication_scope == "queue" && aws_sqs_queue.this.fifo_throughput_limit == "perQueue"
    error_message = "By default, senders must name duplicates, and throughput must be limited for the queue."
  }

  assert {
    condition     = { for s in jsondecode(output.policy_json).Statement : s.Sid => s }.DenyInsecureTransport.Resource == "arn:aws:sqs:eu-central-1:111122223333:orders.fifo"
    error_message = "The policy must name the queue with its suffix."
  }
}

run "fifo_queue_with_high_throughput" {
  command = plan

  variables {
    fifo = { content_based_deduplication = true, high_throughput = true }
  }

  assert {
    condition = alltrue([
      for queue in [aws_sqs_queue.this, aws_sqs_queue.dead_letter[0]] :
      queue.content_based_deduplication && queue.deduplication_scope == "messageGroup" && queue.fifo_throughput_limit == "perMessageGroupId"
    ])
    error_message = "High throughput needs limits and deduplication in each message group, in both queues."
  }
}

run "kms_key_encrypts_both_queues" {
  command = plan

  variables {
    kms_key_arn                       = "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000"
    kms_data_key_reuse_period_seconds = 3600
  }

  assert {
    condition = alltrue([
      for queue in [aws_sqs_queue.this, aws_sqs_queue.dead_letter[0]] :
      queue.kms_master_key_id == "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000" && queue.kms_data_key_reuse_period_seconds == 3600
    ])
    error_message = "Both queues must be encrypted with the key."
  }

  assert {
    condition     = output.kms_key_arn == "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000"
    error_message = "The output must name the key."
  }
}

run "queue_without_dead_letter_queue" {
  command = plan

  variables {
    dead_letter_queue = null
  }

  assert {
    condition     = length(aws_sqs_queue.dead_letter) == 0 && output.dead_letter_queue_arn == null && output.dead_letter_queue_url == null && output.dead_letter_queue_name == null && output.dead_letter_metric_dimensions == null
    error_message = "There must be no dead-letter queue."
  }
}

run "existing_dead_letter_queue" {
  command = plan

  variables {
    dead_letter_queue = {
      existing          = { arn = "arn:aws:sqs:eu-central-1:111122223333:failures" }
      max_receive_count = 2
    }
  }

  assert {
    condition     = length(aws_sqs_queue.dead_letter) == 0
    error_message = "No second dead-letter queue must be created."
  }

  assert {
    condition = jsondecode(aws_sqs_queue.this.redrive_policy) == {
      deadLetterTargetArn = "arn:aws:sqs:eu-central-1:111122223333:failures"
      maxReceiveCount     = 2
    }
    error_message = "Messages must be moved to the existing queue."
  }

  assert {
    condition     = output.dead_letter_queue_arn == "arn:aws:sqs:eu-central-1:111122223333:failures" && output.dead_letter_metric_dimensions == { QueueName = "failures" }
    error_message = "The outputs must be those of the existing queue."
  }
}

run "queue_is_the_dead_letter_queue_of_others" {
  command = plan

  variables {
    dead_letter_queue             = null
    dead_letter_source_queue_arns = ["arn:aws:sqs:eu-central-1:111122223333:invoices"]
  }

  assert {
    condition = jsondecode(aws_sqs_queue.this.redrive_allow_policy) == {
      redrivePermission = "byQueue"
      sourceQueueArns   = ["arn:aws:sqs:eu-central-1:111122223333:invoices"]
    }
    error_message = "Only the named queues must be able to use this one as their dead-letter queue."
  }
}

run "settings_are_passed_on" {
  command = plan

  variables {
    visibility_timeout_seconds = 180
    message_retention_seconds  = 3600
    max_message_size           = 2048
    delay_seconds              = 10
    receive_wait_time_seconds  = 0
    dead_letter_queue          = { message_retention_seconds = 86400 }
    tags                       = { team = "payments" }
  }

  assert {
    condition     = aws_sqs_queue.this.visibility_timeout_seconds == 180 && aws_sqs_queue.this.message_retention_seconds == 3600 && aws_sqs_queue.this.delay_seconds == 10
    error_message = "The times must be those given."
  }

  assert {
    condition     = aws_sqs_queue.this.max_message_size == 2048 && aws_sqs_queue.dead_letter[0].max_message_size == 2048
    error_message = "The dead-letter queue must take every message of the queue."
  }

  assert {
    condition     = aws_sqs_queue.this.receive_wait_time_seconds == 0 && aws_sqs_queue.dead_letter[0].message_retention_seconds == 86400
    error_message = "Waiting time and retention of failed messages must be those given."
  }

  assert {
    condition     = aws_sqs_queue.this.tags == tomap({ team = "payments" }) && aws_sqs_queue.dead_letter[0].tags == tomap({ team = "payments" })
    error_message = "Both queues must carry the given tags."
  }
}
