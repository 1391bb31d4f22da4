variables {
  bucket_name = "example-data"
  tags        = { team = "payments" }
  lifecycle_rules = [{
    id              = "expire-reports"
    prefix          = "reports/"
    expiration_days = 730
    transitions     = [{ days = 30, storage_class = "STANDARD_IA" }]
  }]
}

run "creates_the_bucket" {
  assert {
    condition     = output.versioning_status == "Enabled"
    error_message = "The bucket must keep earlier versions of objects."
  }

  assert {
    condition     = contains([for s in jsondecode(output.policy_json).Statement : s.Effect], "Deny")
    error_message = "The bucket must have a policy that denies requests."
  }
}

run "again_without_changes" {
  command = plan
}

run "takes_other_inputs" {
  variables {
    tags            = { team = "billing" }
    lifecycle_rules = []
    sse_algorithm   = "AES256"
  }

  assert {
    condition     = output.bucket_arn == run.creates_the_bucket.bucket_arn
    error_message = "The bucket must be updated, not replaced."
  }

  assert {
    condition     = one(aws_s3_bucket_server_side_encryption_configuration.this.rule).apply_server_side_encryption_by_default[0].sse_algorithm == "AES256"
    error_message = "The bucket must have the new encryption."
  }
}

run "other_inputs_again_without_changes" {
  command = plan

  variables {
    tags            = { team = "billing" }
    lifecycle_rules = []
    sse_algorithm   = "AES256"
  }
}
