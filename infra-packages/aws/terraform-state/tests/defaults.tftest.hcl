mock_provider "aws" {
  source = "../mock-defaults"
}

override_resource {
  target = module.state_bucket.aws_s3_bucket.this
  values = {
    id  = "example-states"
    arn = "arn:aws:s3:::example-states"
  }
}

override_resource {
  target = module.access_log_bucket[0].aws_s3_bucket.this
  values = {
    id = "example-states-access-logs"
  }
}

variables {
  bucket_name = "example-states"
}

run "destroying_is_refused" {
  command = plan

  assert {
    condition     = length(terraform_data.destroy_guard) == 1
    error_message = "The guard against destroying must be there."
  }
}

run "states_are_locked_by_a_file" {
  variables {
    prevent_destroy = false
  }

  assert {
    condition = output.backend == {
      bucket       = "example-states"
      region       = "eu-central-1"
      encrypt      = true
      kms_key_id   = module.key[0].key_arn
      use_lockfile = true
    }
    error_message = "The backend must use the bucket, the key and a lock file."
  }

  assert {
    condition     = output.backend_hcl == <<-HCL
      bucket       = "example-states"
      encrypt      = true
      kms_key_id   = "${module.key[0].key_arn}"
      region       = "eu-central-1"
      use_lockfile = true
    HCL
    error_message = "The text must have the same arguments, as terraform fmt writes them."
  }

  assert {
    condition     = length(aws_dynamodb_table.lock) == 0 && output.lock_table_name == null && output.lock_table_arn == null
    error_message = "A lock file needs no table."
  }
}

run "bucket_keeps_states_and_logs_accesses" {
  variables {
    prevent_destroy = false
  }

  assert {
    condition     = output.bucket_name == "example-states" && output.bucket_arn == "arn:aws:s3:::example-states"
    error_message = "The outputs must be those of the bucket."
  }

  assert {
    condition     = output.access_log_bucket_name == "example-states-access-logs" && module.access_log_bucket[0].sse_algorithm == "AES256"
    error_message = "The module must create a bucket that can receive access logs."
  }

  assert {
    condition     = { for s in jsondecode(module.access_log_bucket[0].policy_json).Statement : s.Sid => s }.AllowServerAccessLogDelivery.Condition.ArnLike == { "aws:SourceArn" = ["arn:aws:s3:::example-states"] }
    error_message = "Access logs must be delivered for the bucket of states only."
  }

  assert {
    condition     = module.state_bucket.versioning_status == "Enabled" && module.state_bucket.sse_algorithm == "aws:kms"
    error_message = "Earlier states must be kept, and states encrypted with KMS."
  }

  assert {
    condition     = output.kms_key_arn == module.key[0].key_arn && module.state_bucket.kms_key_arn == module.key[0].key_arn
    error_message = "The module's key must encrypt states."
  }
}

run "nobody_can_delete_the_bucket_or_earlier_states" {
  command = plan

  assert {
    condition = { for s in jsondecode(output.bucket_policy_json).Statement : s.Sid => s }.DenyBucketDeletion == {
      Sid       = "DenyBucketDeletion"
      Effect    = "Deny"
      Principal = { AWS = "*" }
      Action    = "s3:DeleteBucket"
      Resource  = "arn:aws:s3:::example-states"
    }
    error_message = "Nobody must be able to delete the bucket."
  }

  assert {
    condition = { for s in jsondecode(output.bucket_policy_json).Statement : s.Sid => s }.DenyVersionDeletion == {
      Sid       = "DenyVersionDeletion"
      Effect    = "Deny"
      Principal = { AWS = "*" }
      Action    = "s3:DeleteObjectVersion"
      Resource  = "arn:aws:s3:::example-states/*"
    }
    error_message = "Nobody must be able to delete a version of a state."
  }

  assert {
    condition     = contains(jsondecode(output.bucket_policy_json).Statement[*].Sid, "DenyInsecureTransport")
    error_message = "The statements of the bucket module must stay."
  }
}

run "nobody_has_access_by_default" {
  command = plan

  assert {
    condition     = length(aws_iam_policy.state_access) == 0 && length(aws_iam_role_policy_attachment.state_access) == 0 && length(output.access_policy_arns) == 0
    error_message = "No policy must be created unless one is asked for."
  }
}
