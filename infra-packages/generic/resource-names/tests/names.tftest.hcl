variables {
  product     = "orders"
  environment = "prod"
  owner       = "team-orders"
  resources   = { invoices = { kind = "aws/s3-bucket", role = "invoices" } }
}

run "parts_are_joined" {
  command = plan

  variables {
    region_code = "euc1"
    resources = {
      invoices = { kind = "aws/s3-bucket", role = "invoices" }
      group    = { kind = "azure/resource-group" }
    }
  }

  assert {
    condition     = output.names == { invoices = "orders-prod-euc1-invoices", group = "orders-prod-euc1" }
    error_message = "A name must have the product, the environment, the Region and the role, as far as they are given."
  }

  assert {
    condition     = output.prefix == "orders-prod-euc1"
    error_message = "The prefix must be what all names begin with."
  }

  assert {
    condition     = { for key, name in terraform_data.name : key => name.input } == output.names
    error_message = "A plan must show the names."
  }
}

run "names_without_a_region" {
  command = plan

  assert {
    condition     = output.names.invoices == "orders-prod-invoices" && output.prefix == "orders-prod"
    error_message = "Without a Region the other parts must follow each other."
  }
}

run "kind_without_separator" {
  command = plan

  variables {
    resources = { archive = { kind = "azure/storage-account", role = "old-files" } }
  }

  assert {
    condition     = output.names.archive == "ordersprodoldfiles"
    error_message = "A storage account must have letters and digits only."
  }
}

run "long_names_are_cut_and_differ" {
  command = plan

  variables {
    resources = {
      first  = { kind = "aws/load-balancer", role = "internal-api-for-partners-blue" }
      second = { kind = "aws/load-balancer", role = "internal-api-for-partners-green" }
      vault  = { kind = "azure/key-vault", role = "internal-p-xxxxxxxxxx" }
      flat   = { kind = "azure/storage-account", role = "internal-api-for-partners" }
    }
  }

  assert {
    condition     = output.names.first == "orders-prod-internal-api-${substr(sha256("orders-prod-internal-api-for-partners-blue"), 0, 6)}"
    error_message = "A long name must keep its beginning, without a hyphen before that of the checksum."
  }

  assert {
    condition     = output.names.first != output.names.second && length(output.names.first) <= 32
    error_message = "Two long names must differ, and fit."
  }

  assert {
    condition     = startswith(output.names.vault, "orders-prod-inter") && length(output.names.vault) == 24
    error_message = "The name of a vault must have 24 characters."
  }

  assert {
    condition     = startswith(output.names.flat, "ordersprodinternal") && length(output.names.flat) == 24
    error_message = "Without a separator the checksum must follow at once."
  }
}

run "longest_name_is_kept" {
  command = plan

  variables {
    resources = { api = { kind = "aws/load-balancer", role = "internal-api-partner" } }
  }

  assert {
    condition     = output.names.api == "orders-prod-internal-api-partner" && length(output.names.api) == 32
    error_message = "A name that just fits must be kept."
  }
}

run "kind_of_the_caller" {
  command = plan

  variables {
    resources = {
      topic    = { kind = "aws/sns-topic", role = "order-placed" }
      invoices = { kind = "aws/s3-bucket", role = "invoices" }
    }
    additional_conventions = {
      "aws/sns-topic" = { max_length = 256, pattern = "^[A-Za-z0-9_-]+$" }
      "aws/s3-bucket" = { max_length = 17, pattern = "^[a-z0-9-]+$" }
    }
  }

  assert {
    condition     = output.names.topic == "orders-prod-order-placed"
    error_message = "A further kind must be named."
  }

  assert {
    condition     = length(output.names.invoices) == 17
    error_message = "The caller's convention must count before that of the module."
  }
}

run "names_are_kept_in_the_state" {
  assert {
    condition     = terraform_data.name["invoices"].output == "orders-prod-invoices"
    error_message = "The name must be in the state."
  }
}
