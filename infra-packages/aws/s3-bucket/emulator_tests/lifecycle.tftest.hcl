# The provider waits about a minute after each change of lifecycle rules, so only one run changes them.
variables {
  bucket_name                            = "example-data"
  abort_incomplete_multipart_upload_days = null
}

run "creates_the_bucket" {
  assert {
    condition     = output.versioning_status == "Enabled"
    error_message = "The bucket must keep earlier versions of objects."
  }

  assert {
    condition     = contains([for s in jsondecode(output.policy_json).Statement : s.Sid], "DenyInsecureTransport")
    error_message = "The bucket must have a policy that denies requests without TLS."
  }
}

run "again_without_changes" {
  command = plan
}

run "takes_other_inputs" {
  variables {
    tags                                   = { team = "billing" }
    sse_algorithm                          = "AES256"
    abort_incomplete_multipart_upload_days = 7
    lifecycle_rules = [{
      id              = "expire-reports"
      prefix          = "reports/"
      expiration_days = 730
      transitions     = [{ days = 30, storage_class = "STANDARD_IA" }]
    }]
  }

  assert {
    condition     = output.bucket_arn == run.creates_the_bucket.bucket_arn
    error_message = "The bucket must be updated, not replaced."
  }

  assert {
    condition     = one(aws_s3_bucket_server_side_encryption_configuration.this.rule).apply_server_side_encryption_by_default[0].sse_algorithm == "AES256"
    error_message = "The bucket must have the new encryption."
  }

  assert {
    condition     = length(aws_s3_bucket_lifecycle_configuration.this[0].rule) == 2
    error_message = "The bucket must have the given lifecycle rule, and the one that discards unfinished uploads."
  }
}

run "other_inputs_again_without_changes" {
  command = plan

  variables {
    tags                                   = { team = "billing" }
    sse_algorithm                          = "AES256"
    abort_incomplete_multipart_upload_days = 7
    lifecycle_rules = [{
      id              = "expire-reports"
      prefix          = "reports/"
      expiration_days = 730
      transitions     = [{ days = 30, storage_class = "STANDARD_IA" }]
    }]
  }
}
