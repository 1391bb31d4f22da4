mock_provider "aws" {
  source = "../mock-defaults"
}

variables {
  bucket_name = "example-states"
}

run "bucket_name_with_dots" {
  command = plan

  variables {
    bucket_name = "example.states"
  }

  expect_failures = [var.bucket_name]
}

run "bucket_name_too_long_for_what_is_appended" {
  command = plan

  variables {
    bucket_name = "example-states-0123456789-0123456789-0123456789-0123"
  }

  expect_failures = [var.bucket_name]
}

run "kms_key_must_not_be_an_alias" {
  command = plan

  variables {
    kms_key = { arn = "alias/states" }
  }

  expect_failures = [var.kms_key]
}

run "bucket_must_not_log_to_itself" {
  command = plan

  variables {
    access_log_bucket = { name = "example-states" }
  }

  expect_failures = [var.access_log_bucket]
}

run "access_logs_expire_too_early" {
  command = plan

  variables {
    access_log_retention_days = 0
  }

  expect_failures = [var.access_log_retention_days]
}

run "earlier_states_expire_too_early" {
  command = plan

  variables {
    earlier_states = { days = 0 }
  }

  expect_failures = [var.earlier_states]
}

run "no_earlier_state_is_kept" {
  command = plan

  variables {
    earlier_states = { newest = 0 }
  }

  expect_failures = [var.earlier_states]
}

run "too_many_earlier_states" {
  command = plan

  variables {
    earlier_states = { newest = 101 }
  }

  expect_failures = [var.earlier_states]
}

run "unknown_kind_of_locking" {
  command = plan

  variables {
    locking = "file"
  }

  expect_failures = [var.locking]
}

run "lock_table_name_with_spaces" {
  command = plan

  variables {
    lock_table_name = "terraform locks"
  }

  expect_failures = [var.lock_table_name]
}

run "policy_name_with_spaces" {
  command = plan

  variables {
    state_access = { "network readers" = { state_keys = ["network.tfstate"] } }
  }

  expect_failures = [var.state_access]
}

run "unknown_access" {
  command = plan

  variables {
    state_access = { network = { state_keys = ["network.tfstate"], access = "admin" } }
  }

  expect_failures = [var.state_access]
}

run "policy_without_states" {
  command = plan

  variables {
    state_access = { network = { state_keys = [] } }
  }

  expect_failures = [var.state_access]
}

run "state_key_with_leading_slash" {
  command = plan

  variables {
    state_access = { network = { state_keys = ["/network.tfstate"] } }
  }

  expect_failures = [var.state_access]
}

run "state_key_with_policy_variable" {
  command = plan

  variables {
    state_access = { network = { state_keys = ["team/$${aws:username}"] } }
  }

  expect_failures = [var.state_access]
}

run "role_must_not_be_an_arn" {
  command = plan

  variables {
    state_access = { network = { state_keys = ["network.tfstate"], role_names = ["arn:aws:iam::111122223333:role/deploy"] } }
  }

  expect_failures = [var.state_access]
}

run "tag_reserved_by_aws" {
  command = plan

  variables {
    tags = { "aws:owner" = "payments" }
  }

  expect_failures = [var.tags]
}
