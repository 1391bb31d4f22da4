mock_provider "aws" {
  source = "../mock-defaults"
}

variables {
  bucket_name = "example-data"
}

run "own_kms_key_is_used" {
  command = plan

  variables {
    kms_key_arn = "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000"
  }

  assert {
    condition     = one(aws_s3_bucket_server_side_encryption_configuration.this.rule).apply_server_side_encryption_by_default[0].kms_master_key_id == "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000"
    error_message = "Objects must be encrypted with the given key."
  }

  assert {
    condition     = output.kms_key_arn == "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000"
    error_message = "The output must name the key in use."
  }
}

run "dual_layer_encryption_has_no_bucket_key" {
  command = plan

  variables {
    sse_algorithm = "aws:kms:dsse"
  }

  assert {
    condition     = !one(aws_s3_bucket_server_side_encryption_configuration.this.rule).bucket_key_enabled
    error_message = "The bucket key must be off where S3 does not support it."
  }
}

run "access_logs_go_to_the_target" {
  command = plan

  variables {
    access_logging = { target_bucket = "example-logs" }
  }

  assert {
    condition     = aws_s3_bucket_logging.this[0].target_bucket == "example-logs" && aws_s3_bucket_logging.this[0].target_prefix == "example-data/"
    error_message = "Access logs must go to the target below the name of the bucket."
  }

  assert {
    condition     = aws_s3_bucket_logging.this[0].target_object_key_format[0].partitioned_prefix[0].partition_date_source == "EventTime"
    error_message = "Access logs must be partitioned by event time."
  }
}

run "access_logs_can_have_a_plain_prefix" {
  command = plan

  variables {
    access_logging = {
      target_bucket           = "example-logs"
      target_prefix           = "s3/"
      partition_by_event_time = false
    }
  }

  assert {
    condition     = aws_s3_bucket_logging.this[0].target_prefix == "s3/"
    error_message = "The given prefix must be used."
  }

  assert {
    condition     = length(aws_s3_bucket_logging.this[0].target_object_key_format[0].partitioned_prefix) == 0 && length(aws_s3_bucket_logging.this[0].target_object_key_format[0].simple_prefix) == 1
    error_message = "Access logs must not be partitioned."
  }
}

run "object_lock_retains_objects" {
  command = plan

  variables {
    object_lock = { mode = "COMPLIANCE", years = 7 }
  }

  assert {
    condition     = aws_s3_bucket.this.object_lock_enabled
    error_message = "The bucket must be created with Object Lock."
  }

  assert {
    condition     = aws_s3_bucket_object_lock_configuration.this[0].rule[0].default_retention[0].mode == "COMPLIANCE" && aws_s3_bucket_object_lock_configuration.this[0].rule[0].default_retention[0].years == 7
    error_message = "Objects must be retained for 7 years in compliance mode."
  }
}

run "versioning_can_be_suspended" {
  command = plan

  variables {
    versioning_enabled = false
    force_destroy      = true
    tags               = { team = "payments" }
  }

  assert {
    condition     = output.versioning_status == "Suspended"
    error_message = "Versioning must be suspended."
  }

  assert {
    condition     = aws_s3_bucket.this.force_destroy && aws_s3_bucket.this.tags == tomap({ team = "payments" })
    error_message = "The bucket must be disposable and carry the given tags."
  }
}
