mock_provider "aws" {
  source = "../mock-defaults"
}

override_resource {
  target = aws_sqs_queue.dead_letter
  values = {
    arn = "arn:aws:sqs:eu-central-1:111122223333:orders-dead-letter"
    url = "https://sqs.eu-central-1.amazonaws.com/111122223333/orders-dead-letter"
  }
}

variables {
  name = "orders"
}

run "messages_are_encrypted_with_keys_of_sqs" {
  command = plan

  assert {
    condition     = aws_sqs_queue.this.sqs_managed_sse_enabled && aws_sqs_queue.dead_letter[0].sqs_managed_sse_enabled
    error_message = "Both queues must be encrypted."
  }

  assert {
    condition     = output.kms_key_arn == null && aws_sqs_queue.this.kms_master_key_id == null
    error_message = "Without a key, SQS must manage the keys."
  }
}

run "policies_demand_tls_and_allow_nothing" {
  command = plan

  assert {
    condition     = jsondecode(output.policy_json).Statement[*].Sid == ["DenyInsecureTransport"]
    error_message = "The default policy must deny plain HTTP and allow nothing."
  }

  assert {
    condition = { for s in jsondecode(output.policy_json).Statement : s.Sid => s }.DenyInsecureTransport == {
      Sid       = "DenyInsecureTransport"
      Effect    = "Deny"
      Principal = { AWS = "*" }
      Action    = "sqs:*"
      Resource  = "arn:aws:sqs:eu-central-1:111122223333:orders"
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }
    error_message = "Every action without TLS must be denied to everybody."
  }

  assert {
    condition     = { for s in jsondecode(aws_sqs_queue.dead_letter[0].policy).Statement : s.Sid => s }.DenyInsecureTransport.Resource == "arn:aws:sqs:eu-central-1:111122223333:orders-dead-letter"
    error_message = "The policy of the dead-letter queue must be about that queue."
  }

  assert {
    condition     = jsondecode(aws_sqs_queue.dead_letter[0].policy).Statement[*].Effect == ["Deny"]
    error_message = "The policy of the dead-letter queue must not allow anything."
  }
}

run "failed_messages_go_to_a_dead_letter_queue" {
  assert {
    condition = jsondecode(aws_sqs_queue.this.redrive_policy) == {
      deadLetterTargetArn = "arn:aws:sqs:eu-central-1:111122223333:orders-dead-letter"
      maxReceiveCount     = 5
    }
    error_message = "Messages that were received five times must be moved to the dead-letter queue."
  }

  assert {
    condition = jsondecode(aws_sqs_queue.dead_letter[0].redrive_allow_policy) == {
      redrivePermission = "byQueue"
      sourceQueueArns   = ["arn:aws:sqs:eu-central-1:111122223333:orders"]
    }
    error_message = "The dead-letter queue must take messages of this queue only."
  }

  assert {
    condition     = jsondecode(aws_sqs_queue.this.redrive_allow_policy) == { redrivePermission = "denyAll" }
    error_message = "No queue must be able to use this one as its dead-letter queue."
  }

  assert {
    condition     = aws_sqs_queue.this.message_retention_seconds == 345600 && aws_sqs_queue.dead_letter[0].message_retention_seconds == 1209600
    error_message = "Messages must be kept for 4 days, and for 14 days once they failed."
  }
}

run "queue_is_a_standard_queue_with_long_polling" {
  command = plan

  assert {
    condition     = !aws_sqs_queue.this.fifo_queue && !aws_sqs_queue.dead_letter[0].fifo_queue
    error_message = "The queues must be standard queues."
  }

  assert {
    condition     = aws_sqs_queue.this.receive_wait_time_seconds == 20 && aws_sqs_queue.dead_letter[0].receive_wait_time_seconds == 20
    error_message = "Requests must wait for messages."
  }

  assert {
    condition     = aws_sqs_queue.this.visibility_timeout_seconds == 30 && aws_sqs_queue.this.delay_seconds == 0 && aws_sqs_queue.this.max_message_size == 262144
    error_message = "The other settings must be those of SQS."
  }
}

run "outputs_describe_the_queues" {
  assert {
    condition     = output.queue_arn == aws_sqs_queue.this.arn && output.queue_url == aws_sqs_queue.this.url && output.queue_name == "orders"
    error_message = "The outputs must be those of the queue."
  }

  assert {
    condition     = output.dead_letter_queue_arn == "arn:aws:sqs:eu-central-1:111122223333:orders-dead-letter" && output.dead_letter_queue_url == aws_sqs_queue.dead_letter[0].url && output.dead_letter_queue_name == "orders-dead-letter"
    error_message = "The outputs must be those of the dead-letter queue."
  }

  assert {
    condition     = output.metric_dimensions == { QueueName = "orders" } && output.dead_letter_metric_dimensions == { QueueName = "orders-dead-letter" }
    error_message = "Alarms must find the metrics of both queues."
  }
}
