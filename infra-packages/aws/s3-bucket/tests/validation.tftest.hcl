mock_provider "aws" {
  source = "../mock-defaults"
}

variables {
  bucket_name = "example-data"
}

run "bucket_name_with_dots" {
  command = plan

  variables {
    bucket_name = "example.data"
  }

  expect_failures = [var.bucket_name]
}

run "bucket_name_with_uppercase" {
  command = plan

  variables {
    bucket_name = "Example"
  }

  expect_failures = [var.bucket_name]
}

run "bucket_name_with_reserved_suffix" {
  command = plan

  variables {
    bucket_name = "example-s3alias"
  }

  expect_failures = [var.bucket_name]
}

run "unknown_algorithm" {
  command = plan

  variables {
    sse_algorithm = "aws:fips"
  }

  expect_failures = [var.sse_algorithm]
}

run "kms_key_must_not_be_an_alias" {
  command = plan

  variables {
    kms_key_arn = "arn:aws:kms:eu-central-1:111122223333:alias/data"
  }

  expect_failures = [var.kms_key_arn]
}

run "unknown_object_lock_mode" {
  command = plan

  variables {
    object_lock = { mode = "LEGAL_HOLD", days = 1 }
  }

  expect_failures = [var.object_lock]
}

run "object_lock_without_duration" {
  command = plan

  variables {
    object_lock = { mode = "GOVERNANCE" }
  }

  expect_failures = [var.object_lock]
}

run "object_lock_with_two_durations" {
  command = plan

  variables {
    object_lock = { mode = "GOVERNANCE", days = 1, years = 1 }
  }

  expect_failures = [var.object_lock]
}

run "access_log_source_must_be_a_bucket_arn" {
  command = plan

  variables {
    access_log_source_bucket_arns = ["example-app"]
  }

  expect_failures = [var.access_log_source_bucket_arns]
}

run "tls_version_too_old" {
  command = plan

  variables {
    minimum_tls_version = "1.1"
  }

  expect_failures = [var.minimum_tls_version]
}

run "unknown_upload_policy" {
  command = plan

  variables {
    upload_encryption_policy = "deny"
  }

  expect_failures = [var.upload_encryption_policy]
}

run "additional_policy_must_be_json" {
  command = plan

  variables {
    additional_policy_json = "AllowReader"
  }

  expect_failures = [var.additional_policy_json]
}

run "unfinished_uploads_discarded_too_early" {
  command = plan

  variables {
    abort_incomplete_multipart_upload_days = 0
  }

  expect_failures = [var.abort_incomplete_multipart_upload_days]
}

run "lifecycle_rule_ids_must_differ" {
  command = plan

  variables {
    lifecycle_rules = [
      { id = "expire", expiration_days = 1 },
      { id = "expire", expiration_days = 2 },
    ]
  }

  expect_failures = [var.lifecycle_rules]
}

run "lifecycle_rule_without_action" {
  command = plan

  variables {
    lifecycle_rules = [
      { id = "nothing", prefix = "logs/" },
    ]
  }

  expect_failures = [var.lifecycle_rules]
}

run "unknown_storage_class" {
  command = plan

  variables {
    lifecycle_rules = [
      { id = "archive", transitions = [{ days = 30, storage_class = "COLD" }] },
    ]
  }

  expect_failures = [var.lifecycle_rules]
}

run "expiration_before_transition" {
  command = plan

  variables {
    lifecycle_rules = [
      { id = "archive", expiration_days = 30, transitions = [{ days = 60, storage_class = "GLACIER" }] },
    ]
  }

  expect_failures = [var.lifecycle_rules]
}

run "delete_markers_cannot_be_selected_by_tag" {
  command = plan

  variables {
    lifecycle_rules = [
      { id = "markers", expired_object_delete_marker = true, tags = { state = "draft" } },
    ]
  }

  expect_failures = [var.lifecycle_rules]
}

run "two_kinds_of_expiration" {
  command = plan

  variables {
    lifecycle_rules = [
      { id = "expire", expired_object_delete_marker = true, expiration_days = 30 },
    ]
  }

  expect_failures = [var.lifecycle_rules]
}

run "tag_reserved_by_aws" {
  command = plan

  variables {
    tags = { "aws:owner" = "payments" }
  }

  expect_failures = [var.tags]
}

run "kms_key_needs_kms_encryption" {
  command = plan

  variables {
    sse_algorithm = "AES256"
    kms_key_arn   = "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000"
  }

  expect_failures = [aws_s3_bucket.this]
}

run "object_lock_needs_versioning" {
  command = plan

  variables {
    object_lock        = { mode = "GOVERNANCE", days = 1 }
    versioning_enabled = false
  }

  expect_failures = [aws_s3_bucket.this]
}

run "bucket_must_not_log_to_itself" {
  command = plan

  variables {
    access_logging = { target_bucket = "example-data" }
  }

  expect_failures = [aws_s3_bucket.this]
}

run "log_target_must_not_use_kms" {
  command = plan

  variables {
    access_log_source_bucket_arns = ["arn:aws:s3:::example-app"]
  }

  expect_failures = [aws_s3_bucket.this]
}
