variables {
  product     = "orders"
  environment = "prod"
  owner       = "team-orders"
  resources   = { invoices = { kind = "aws/s3-bucket", role = "invoices" } }
}

run "required_tags" {
  command = plan

  assert {
    condition     = output.tags == { product = "orders", environment = "prod", owner = "team-orders", managed-by = "terraform" }
    error_message = "The tags must say what the resources belong to, and who answers for them."
  }
}

run "further_tags_do_not_replace_them" {
  command = plan

  variables {
    cost_center     = "4711"
    additional_tags = { data-class = "Internal use", owner = "nobody" }
  }

  assert {
    condition     = output.tags["cost-center"] == "4711" && output.tags["data-class"] == "Internal use"
    error_message = "The cost center and further tags must be there."
  }

  assert {
    condition     = output.tags.owner == "team-orders"
    error_message = "The owner must be the one that is named."
  }

  assert {
    condition     = output.labels["data-class"] == "internal_use"
    error_message = "Labels must have the characters that Google Cloud allows."
  }
}
