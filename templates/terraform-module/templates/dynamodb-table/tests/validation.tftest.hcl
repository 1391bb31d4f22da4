mock_provider "aws" {
  source = "{{ cookiecutter.mock_defaults }}"
}

variables {
  name     = "orders"
  hash_key = "customer"
}

run "name_of_two_letters" {
  command = plan

  variables {
    name = "ab"
  }

  expect_failures = [var.name]
}

run "unknown_attribute_type" {
  command = plan

  variables {
    attribute_types = { customer = "string" }
  }

  expect_failures = [var.attribute_types]
}

run "too_many_indexes" {
  command = plan

  variables {
    indexes = { for number in range(21) : "index_${number}" => { hash_key = "state" } }
  }

  expect_failures = [var.indexes]
}

run "kms_key_by_its_alias" {
  command = plan

  variables {
    kms_key_arn = "alias/orders"
  }

  expect_failures = [var.kms_key_arn]
}
