mock_provider "aws" {
  source = "{{ cookiecutter.mock_defaults }}"
}

variables {
  name = "orders"
}

run "topic_is_named_and_encrypted" {
  command = plan

  assert {
    condition     = output.topic_name == "orders"
    error_message = "The topic must have the name that was given."
  }

  assert {
    condition     = aws_sns_topic.this.kms_master_key_id == "alias/aws/sns"
    error_message = "Without a key of its own, the topic must use the AWS managed key."
  }
}

run "policy_denies_requests_without_tls_and_allows_nothing" {
  assert {
    condition     = jsondecode(aws_sns_topic_policy.this.policy).Statement[*].Sid == ["DenyInsecureTransport"]
    error_message = "The default policy must have one statement, which denies plain HTTP."
  }

  assert {
    condition     = { for s in jsondecode(aws_sns_topic_policy.this.policy).Statement : s.Sid => s }.DenyInsecureTransport.Condition.Bool["aws:SecureTransport"] == "false"
    error_message = "The statement must be about requests without TLS."
  }
}

run "publishers_of_other_accounts_are_allowed" {
  variables {
    publisher_arns = ["arn:aws:iam::444455556666:role/orders"]
  }

  assert {
    condition     = { for s in jsondecode(aws_sns_topic_policy.this.policy).Statement : s.Sid => s }.AllowPublishers.Principal.AWS == ["arn:aws:iam::444455556666:role/orders"]
    error_message = "The publishers must be allowed to publish."
  }
}

run "queues_are_subscribed" {
  variables {
    queue_arns = {
      billing = "arn:aws:sqs:eu-central-1:111122223333:billing"
    }
  }

  assert {
    condition     = aws_sns_topic_subscription.queue["billing"].endpoint == "arn:aws:sqs:eu-central-1:111122223333:billing"
    error_message = "The queue must be subscribed."
  }

  assert {
    condition     = keys(output.subscription_arns) == ["billing"]
    error_message = "The subscriptions must be known by the names of the queues."
  }
}

run "fifo_topics_have_the_suffix" {
  command = plan

  variables {
    fifo = true
  }

  assert {
    condition     = output.topic_name == "orders.fifo" && aws_sns_topic.this.content_based_deduplication
    error_message = "SNS knows FIFO topics by their suffix."
  }
}
