mock_provider "aws" {
  source = "{{ cookiecutter.mock_defaults }}"
}

# Mock defaults are the same for all queues: the ARN of this one tells the two apart.
override_resource {
  target = aws_sqs_queue.dead_letter
  values = {
    arn = "arn:aws:sqs:eu-central-1:111122223333:orders-dead-letter"
  }
}

variables {
  name = "orders"
}

run "queues_are_named_and_encrypted" {
  command = plan

  assert {
    condition     = aws_sqs_queue.this.name == "orders" && aws_sqs_queue.dead_letter.name == "orders-dead-letter"
    error_message = "The queues must have the name that was given."
  }

  assert {
    condition     = aws_sqs_queue.this.sqs_managed_sse_enabled && aws_sqs_queue.dead_letter.sqs_managed_sse_enabled
    error_message = "Without a KMS key, SQS must encrypt both queues."
  }
}

run "messages_that_fail_go_to_the_dead_letter_queue" {
  assert {
    condition = jsondecode(aws_sqs_queue.this.redrive_policy) == {
      deadLetterTargetArn = output.dead_letter_queue_arn
      maxReceiveCount     = 5
    }
    error_message = "A message must go to the dead-letter queue after five attempts."
  }

  assert {
    condition     = jsondecode(aws_sqs_queue_redrive_allow_policy.dead_letter.redrive_allow_policy).sourceQueueArns == [output.queue_arn]
    error_message = "The dead-letter queue must take messages of this queue alone."
  }
}

run "requests_without_tls_are_denied" {
  assert {
    condition = alltrue([
      for statement in [for policy in aws_sqs_queue_policy.this : one([for s in jsondecode(policy.policy).Statement : s if s.Sid == "DenyInsecureTransport"])] :
      statement.Effect == "Deny" && statement.Condition.Bool["aws:SecureTransport"] == "false"
    ])
    error_message = "Both queues must deny requests without TLS."
  }

  assert {
    condition     = keys(aws_sqs_queue_policy.this) == ["dead_letter", "queue"]
    error_message = "Both queues must have a policy."
  }
}

run "fifo_queues_have_the_suffix" {
  command = plan

  variables {
    fifo = true
  }

  assert {
    condition     = aws_sqs_queue.this.name == "orders.fifo" && aws_sqs_queue.dead_letter.name == "orders-dead-letter.fifo"
    error_message = "SQS knows FIFO queues by their suffix."
  }

  assert {
    condition     = aws_sqs_queue.this.content_based_deduplication
    error_message = "A FIFO queue must recognise a message that was sent twice."
  }
}

run "own_key_takes_the_place_of_the_one_of_sqs" {
  command = plan

  variables {
    kms_key_arn = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
  }

  assert {
    condition     = aws_sqs_queue.this.kms_master_key_id == var.kms_key_arn && aws_sqs_queue.dead_letter.kms_master_key_id == var.kms_key_arn
    error_message = "Both queues must use the KMS key that was given."
  }
}
