variables {
  product     = "orders"
  environment = "prod"
  owner       = "team-orders"
  resources   = { invoices = { kind = "aws/s3-bucket", role = "invoices" } }
}

run "product_with_hyphen" {
  command = plan

  variables {
    product = "order-entry"
  }

  expect_failures = [var.product]
}

run "environment_too_long" {
  command = plan

  variables {
    environment = "production"
  }

  expect_failures = [var.environment]
}

run "region_code_with_hyphens" {
  command = plan

  variables {
    region_code = "eu-central-1"
  }

  expect_failures = [var.region_code]
}

run "owner_with_spaces" {
  command = plan

  variables {
    owner = "Team Orders"
  }

  expect_failures = [var.owner]
}

run "cost_center_with_letters" {
  command = plan

  variables {
    cost_center = "CC-4711"
  }

  expect_failures = [var.cost_center]
}

run "nothing_to_be_named" {
  command = plan

  variables {
    resources = {}
  }

  expect_failures = [var.resources]
}

run "role_with_underscore" {
  command = plan

  variables {
    resources = { invoices = { kind = "aws/s3-bucket", role = "old_invoices" } }
  }

  expect_failures = [var.resources]
}

run "convention_too_short" {
  command = plan

  variables {
    additional_conventions = { "acme/tag" = { max_length = 8, pattern = ".*" } }
  }

  expect_failures = [var.additional_conventions]
}

run "convention_with_other_separator" {
  command = plan

  variables {
    additional_conventions = { "acme/tag" = { max_length = 64, separator = "_", pattern = ".*" } }
  }

  expect_failures = [var.additional_conventions]
}

run "convention_that_is_no_pattern" {
  command = plan

  variables {
    additional_conventions = { "acme/tag" = { max_length = 64, pattern = "[" } }
  }

  expect_failures = [var.additional_conventions]
}

run "unknown_kind" {
  command = plan

  variables {
    resources = { invoices = { kind = "aws/bucket" } }
  }

  expect_failures = [terraform_data.name["invoices"]]
}

run "name_that_the_service_refuses" {
  command = plan

  variables {
    resources              = { tag = { kind = "acme/tag", role = "invoices" } }
    additional_conventions = { "acme/tag" = { max_length = 64, pattern = "^[0-9]+$" } }
  }

  expect_failures = [terraform_data.name["tag"]]
}
