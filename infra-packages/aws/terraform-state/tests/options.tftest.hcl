mock_provider "aws" {
  source = "../mock-defaults"
}

override_resource {
  target = module.state_bucket.aws_s3_bucket.this
  values = {
    id = "example-states"
  }
}

variables {
  bucket_name     = "example-states"
  prevent_destroy = false
}

run "destroying_can_be_allowed" {
  command = plan

  variables {
    locking = "dynamodb"
  }

  assert {
    condition     = length(terraform_data.destroy_guard) == 0 && !aws_dynamodb_table.lock[0].deletion_protection_enabled
    error_message = "Neither the guard nor the table must stand in the way of destroying."
  }
}

run "lock_table_for_older_terraforms" {
  variables {
    locking = "dynamodb"
    tags    = { team = "platform" }
  }

  assert {
    condition = output.backend == {
      bucket         = "example-states"
      region         = "eu-central-1"
      encrypt        = true
      kms_key_id     = output.kms_key_arn
      dynamodb_table = "example-states-lock"
    }
    error_message = "The backend must name the table, and no argument that older Terraforms do not know."
  }

  assert {
    condition     = strcontains(output.backend_hcl, "dynamodb_table = \"example-states-lock\"\n") && strcontains(output.backend_hcl, "bucket         = \"example-states\"\n")
    error_message = "The text must name the table, and be aligned."
  }

  assert {
    condition     = output.lock_table_name == "example-states-lock" && output.lock_table_arn == aws_dynamodb_table.lock[0].arn
    error_message = "The outputs must be those of the table."
  }

  assert {
    condition     = aws_dynamodb_table.lock[0].hash_key == "LockID" && one(aws_dynamodb_table.lock[0].attribute) == { name = "LockID", type = "S" }
    error_message = "The table must have the key that Terraform expects."
  }

  assert {
    condition     = aws_dynamodb_table.lock[0].server_side_encryption[0].kms_key_arn == output.kms_key_arn && aws_dynamodb_table.lock[0].point_in_time_recovery[0].enabled
    error_message = "The table must be encrypted with the key, and be recoverable."
  }

  assert {
    condition     = aws_dynamodb_table.lock[0].tags == tomap({ team = "platform" })
    error_message = "The table must carry the given tags."
  }
}

run "lock_table_is_protected_like_the_rest" {
  command = plan

  variables {
    locking         = "dynamodb"
    prevent_destroy = true
  }

  assert {
    condition     = aws_dynamodb_table.lock[0].deletion_protection_enabled
    error_message = "The table must be protected against deletion."
  }
}

run "both_kinds_of_locking" {
  command = plan

  variables {
    locking         = "both"
    lock_table_name = "terraform-locks"
  }

  assert {
    condition     = local.lock_arguments[var.locking] == { use_lockfile = true, dynamodb_table = "terraform-locks" }
    error_message = "The backend must use a lock file and the table that was named."
  }

  assert {
    condition     = aws_dynamodb_table.lock[0].name == "terraform-locks" && output.lock_table_name == "terraform-locks"
    error_message = "The table must have the given name."
  }
}

run "existing_key_and_access_log_bucket" {
  variables {
    kms_key           = { arn = "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000" }
    access_log_bucket = { name = "example-logs" }
  }

  assert {
    condition     = length(module.key) == 0 && length(module.access_log_bucket) == 0
    error_message = "Neither a key nor a bucket for logs must be created."
  }

  assert {
    condition     = output.kms_key_arn == "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000" && module.state_bucket.kms_key_arn == output.kms_key_arn && output.backend.kms_key_id == output.kms_key_arn
    error_message = "The given key must encrypt states."
  }

  assert {
    condition     = output.access_log_bucket_name == "example-logs"
    error_message = "The given bucket must receive access logs."
  }
}

run "earlier_states_and_access_logs_expire" {
  command = plan

  variables {
    earlier_states            = { days = 30, newest = 5 }
    access_log_retention_days = 90
  }

  assert {
    condition     = { for rule in local.state_lifecycle_rules : rule.id => rule }["expire-earlier-states"].noncurrent_version_expiration == { days = 30, newer_versions = 5 }
    error_message = "Earlier states must expire, but the newest."
  }

  assert {
    condition     = { for rule in local.state_lifecycle_rules : rule.id => rule }["remove-delete-markers"].expired_object_delete_marker
    error_message = "The markers of deleted lock files must be removed."
  }

  assert {
    condition     = one(local.access_log_lifecycle_rules).expiration_days == 90
    error_message = "Access logs must expire after the given days."
  }
}
