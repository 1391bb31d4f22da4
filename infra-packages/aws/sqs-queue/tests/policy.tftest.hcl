mock_provider "aws" {
  source = "../mock-defaults"
}

variables {
  name = "orders"
}

run "senders_and_receivers_are_separated" {
  command = plan

  variables {
    sender_arns   = ["arn:aws:iam::444455556666:role/shop"]
    receiver_arns = ["arn:aws:iam::111122223333:role/worker"]
  }

  assert {
    condition     = jsondecode(output.policy_json).Statement[*].Sid == ["DenyInsecureTransport", "AllowSenders", "AllowReceivers"]
    error_message = "Senders and receivers must each have their own statement."
  }

  assert {
    condition     = { for s in jsondecode(output.policy_json).Statement : s.Sid => s }.AllowSenders.Principal.AWS == ["arn:aws:iam::444455556666:role/shop"]
    error_message = "The statement of senders must name exactly them."
  }

  assert {
    condition     = toset({ for s in jsondecode(output.policy_json).Statement : s.Sid => s }.AllowSenders.Action) == toset(["sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:SendMessage"])
    error_message = "Senders must not be able to receive or delete messages."
  }

  assert {
    condition     = { for s in jsondecode(output.policy_json).Statement : s.Sid => s }.AllowReceivers.Principal.AWS == ["arn:aws:iam::111122223333:role/worker"]
    error_message = "The statement of receivers must name exactly them."
  }

  assert {
    condition = toset({ for s in jsondecode(output.policy_json).Statement : s.Sid => s }.AllowReceivers.Action) == toset([
      "sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:ReceiveMessage",
    ])
    error_message = "Receivers must not be able to send messages or to purge the queue."
  }

  assert {
    condition     = alltrue([for s in jsondecode(output.policy_json).Statement : s.Resource == "arn:aws:sqs:eu-central-1:111122223333:orders"])
    error_message = "Every statement must be about this queue only."
  }

  assert {
    condition     = jsondecode(aws_sqs_queue.dead_letter[0].policy).Statement[*].Sid == ["DenyInsecureTransport"]
    error_message = "Neither senders nor receivers must have access to the dead-letter queue."
  }
}

run "each_kind_of_event_source_has_its_statement" {
  command = plan

  variables {
    event_source_arns = [
      "arn:aws:sns:eu-central-1:444455556666:orders",
      "arn:aws:events:eu-central-1:111122223333:rule/nightly",
      "arn:aws:s3:::example-uploads",
      "arn:aws:sns:eu-central-1:111122223333:returns",
    ]
  }

  assert {
    condition     = jsondecode(output.policy_json).Statement[*].Sid == ["DenyInsecureTransport", "AllowSnsTopics", "AllowEventBridgeRules", "AllowS3Buckets"]
    error_message = "Each kind of event source must have a statement."
  }

  assert {
    condition = { for s in jsondecode(output.policy_json).Statement : s.Sid => s.Principal.Service if s.Effect == "Allow" } == {
      AllowSnsTopics        = "sns.amazonaws.com"
      AllowEventBridgeRules = "events.amazonaws.com"
      AllowS3Buckets        = "s3.amazonaws.com"
    }
    error_message = "Each statement must name its service."
  }

  assert {
    condition     = alltrue([for s in jsondecode(output.policy_json).Statement : s.Action == "sqs:SendMessage" if s.Effect == "Allow"])
    error_message = "Services must be able to send messages, and nothing else."
  }

  assert {
    condition = { for s in jsondecode(output.policy_json).Statement : s.Sid => s }.AllowSnsTopics.Condition == {
      ArnEquals = { "aws:SourceArn" = ["arn:aws:sns:eu-central-1:444455556666:orders", "arn:aws:sns:eu-central-1:111122223333:returns"] }
    }
    error_message = "Only the named topics must be able to send."
  }

  assert {
    condition = { for s in jsondecode(output.policy_json).Statement : s.Sid => s }.AllowEventBridgeRules.Condition == {
      ArnEquals = { "aws:SourceArn" = ["arn:aws:events:eu-central-1:111122223333:rule/nightly"] }
    }
    error_message = "Only the named rule must be able to send."
  }

  assert {
    condition = { for s in jsondecode(output.policy_json).Statement : s.Sid => s }.AllowS3Buckets.Condition == {
      ArnEquals    = { "aws:SourceArn" = ["arn:aws:s3:::example-uploads"] }
      StringEquals = { "aws:SourceAccount" = "111122223333" }
    }
    error_message = "Only the named bucket must be able to send, as long as it belongs to this account."
  }
}

run "additional_statements_are_appended" {
  command = plan

  variables {
    additional_policy_json = <<-JSON
      {
        "Version": "2012-10-17",
        "Statement": {
          "Sid": "AllowSchedule",
          "Effect": "Allow",
          "Principal": {"Service": "scheduler.amazonaws.com"},
          "Action": "sqs:SendMessage",
          "Resource": "arn:aws:sqs:eu-central-1:111122223333:orders"
        }
      }
    JSON
  }

  assert {
    condition     = jsondecode(output.policy_json).Statement[*].Sid == ["DenyInsecureTransport", "AllowSchedule"]
    error_message = "Additional statements must follow those of the module."
  }

  assert {
    condition     = { for s in jsondecode(output.policy_json).Statement : s.Sid => s }.AllowSchedule.Principal.Service == "scheduler.amazonaws.com"
    error_message = "Additional statements must be kept as they are."
  }
}
