variables {
  name          = "orders"
  sender_arns   = ["arn:aws:iam::123456789012:root"]
  receiver_arns = ["arn:aws:iam::123456789012:root"]
  tags          = { team = "payments" }
}

run "creates_the_queues" {
  assert {
    condition     = jsondecode(aws_sqs_queue.this.redrive_policy).deadLetterTargetArn == aws_sqs_queue.dead_letter[0].arn
    error_message = "Failed messages must be moved to the dead-letter queue."
  }

  assert {
    condition     = jsondecode(aws_sqs_queue.dead_letter[0].redrive_allow_policy).sourceQueueArns == [output.queue_arn]
    error_message = "The dead-letter queue must name the queue by the ARN that it really has."
  }

  assert {
    condition     = alltrue([for s in jsondecode(output.policy_json).Statement : s.Resource == output.queue_arn])
    error_message = "The policy must name the queue by the ARN that it really has."
  }
}

run "again_without_changes" {
  command = plan
}

run "takes_other_inputs" {
  variables {
    receiver_arns              = []
    visibility_timeout_seconds = 180
    dead_letter_queue          = { max_receive_count = 3 }
    tags                       = { team = "billing" }
  }

  assert {
    condition     = output.queue_arn == run.creates_the_queues.queue_arn
    error_message = "The queue must be updated, not replaced."
  }

  assert {
    condition     = aws_sqs_queue.this.visibility_timeout_seconds == 180 && jsondecode(aws_sqs_queue.this.redrive_policy).maxReceiveCount == 3
    error_message = "The queue must have the new settings."
  }
}

run "other_inputs_again_without_changes" {
  command = plan

  variables {
    receiver_arns              = []
    visibility_timeout_seconds = 180
    dead_letter_queue          = { max_receive_count = 3 }
    tags                       = { team = "billing" }
  }
}
