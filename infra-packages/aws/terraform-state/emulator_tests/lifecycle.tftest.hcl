# Moto forgets the format of the keys of access logs, and how many earlier versions are kept.
override_resource {
  target = module.state_bucket.aws_s3_bucket_logging.this
}

override_resource {
  target = module.state_bucket.aws_s3_bucket_lifecycle_configuration.this
}

variables {
  bucket_name     = "example-states"
  locking         = "both"
  prevent_destroy = false
  tags            = { team = "platform" }
  state_access    = { network = { state_keys = ["network/*"] } }
}

run "creates_bucket_key_and_table" {
  assert {
    condition     = output.backend.bucket == output.bucket_name && output.backend.dynamodb_table == output.lock_table_name
    error_message = "The backend must name the bucket and the table."
  }

  assert {
    condition     = output.bucket_arn == { for s in jsondecode(output.bucket_policy_json).Statement : s.Sid => s }.DenyBucketDeletion.Resource
    error_message = "The policy must name the bucket by the ARN that it really has."
  }
}

run "again_without_changes" {
  command = plan
}

run "takes_other_inputs" {
  variables {
    tags         = { team = "infrastructure" }
    state_access = { network = { state_keys = ["network/*"], access = "read-write" } }
  }

  assert {
    condition     = output.bucket_arn == run.creates_bucket_key_and_table.bucket_arn && output.access_policy_arns == run.creates_bucket_key_and_table.access_policy_arns
    error_message = "Bucket and policy must be updated, not replaced."
  }

  assert {
    condition     = aws_dynamodb_table.lock[0].tags == tomap({ team = "infrastructure" })
    error_message = "The table must have the new tags."
  }
}

run "other_inputs_again_without_changes" {
  command = plan

  variables {
    tags         = { team = "infrastructure" }
    state_access = { network = { state_keys = ["network/*"], access = "read-write" } }
  }
}
