mock_provider "aws" {
  source = "{{ cookiecutter.mock_defaults }}"
}

variables {
  name = "orders"
}

run "name_with_a_dot" {
  command = plan

  variables {
    name = "orders.fifo"
  }

  expect_failures = [var.name]
}

run "kms_key_by_its_alias" {
  command = plan

  variables {
    kms_key_arn = "alias/orders"
  }

  expect_failures = [var.kms_key_arn]
}

run "publisher_by_its_account" {
  command = plan

  variables {
    publisher_arns = ["444455556666"]
  }

  expect_failures = [var.publisher_arns]
}

run "queue_by_its_url" {
  command = plan

  variables {
    queue_arns = {
      billing = "https://sqs.eu-central-1.amazonaws.com/111122223333/billing"
    }
  }

  expect_failures = [var.queue_arns]
}
