mock_provider "aws" {
  source = "../mock-defaults"
}

mock_provider "aws" {
  alias  = "replica"
  source = "../mock-defaults"
}

variables {
  bucket_name = "example-data"
}

run "bucket_name_too_long_for_the_role" {
  command = plan

  variables {
    bucket_name = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
  }

  expect_failures = [var.bucket_name]
}

run "bucket_name_with_dots" {
  command = plan

  variables {
    bucket_name = "example.data"
  }

  expect_failures = [var.bucket_name]
}

run "replica_name_with_uppercase" {
  command = plan

  variables {
    replica_bucket_name = "Replica"
  }

  expect_failures = [var.replica_bucket_name]
}

run "kms_key_must_not_be_an_alias" {
  command = plan

  variables {
    kms_keys = {
      source_arn  = "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000"
      replica_arn = "arn:aws:kms:eu-west-1:111122223333:alias/data"
    }
  }

  expect_failures = [var.kms_keys]
}

run "unknown_storage_class" {
  command = plan

  variables {
    replica_storage_class = "COLD"
  }

  expect_failures = [var.replica_storage_class]
}

run "versions_expire_too_early" {
  command = plan

  variables {
    noncurrent_version_expiration_days = 0
  }

  expect_failures = [var.noncurrent_version_expiration_days]
}

run "tag_reserved_by_aws" {
  command = plan

  variables {
    tags = { "aws:owner" = "payments" }
  }

  expect_failures = [var.tags]
}
