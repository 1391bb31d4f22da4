mock_provider "aws" {
  source = "../mock-defaults"
}

variables {
  bucket_name = "example-data"
}

run "public_access_is_blocked" {
  command = plan

  assert {
    condition = alltrue([
      aws_s3_bucket_public_access_block.this.block_public_acls,
      aws_s3_bucket_public_access_block.this.block_public_policy,
      aws_s3_bucket_public_access_block.this.ignore_public_acls,
      aws_s3_bucket_public_access_block.this.restrict_public_buckets,
    ])
    error_message = "All four kinds of public access must be blocked."
  }

  assert {
    condition     = aws_s3_bucket_ownership_controls.this.rule[0].object_ownership == "BucketOwnerEnforced"
    error_message = "ACLs must be disabled."
  }

  assert {
    condition     = !aws_s3_bucket.this.force_destroy
    error_message = "Destroying the bucket must not delete its objects."
  }
}

run "objects_are_encrypted_with_kms" {
  command = plan

  assert {
    condition     = one(aws_s3_bucket_server_side_encryption_configuration.this.rule).apply_server_side_encryption_by_default[0].sse_algorithm == "aws:kms"
    error_message = "The default encryption must be SSE-KMS."
  }

  assert {
    condition     = one(aws_s3_bucket_server_side_encryption_configuration.this.rule).bucket_key_enabled
    error_message = "The bucket key must be on."
  }

  assert {
    condition     = output.kms_key_arn == null
    error_message = "Without a key of its own, the bucket must use the AWS managed key."
  }
}

run "versions_are_kept_and_unfinished_uploads_discarded" {
  command = plan

  assert {
    condition     = output.versioning_status == "Enabled"
    error_message = "Versioning must be on."
  }

  assert {
    condition     = length(aws_s3_bucket_lifecycle_configuration.this[0].rule) == 1
    error_message = "The only lifecycle rule must be the module's own."
  }

  assert {
    condition     = aws_s3_bucket_lifecycle_configuration.this[0].rule[0].abort_incomplete_multipart_upload[0].days_after_initiation == 7
    error_message = "Unfinished uploads must be discarded after 7 days."
  }

  assert {
    condition     = length(aws_s3_bucket_object_lock_configuration.this) == 0 && !aws_s3_bucket.this.object_lock_enabled
    error_message = "Object Lock must be off."
  }

  assert {
    condition     = length(aws_s3_bucket_logging.this) == 0
    error_message = "Access logging must be off without a target."
  }
}

run "policy_demands_tls_and_the_right_encryption" {
  command = plan

  assert {
    condition     = jsondecode(output.policy_json).Statement[*].Sid == ["DenyInsecureTransport", "DenyOutdatedTls", "DenyOtherEncryption"]
    error_message = "The default policy must deny plain HTTP, old TLS and other encryption, and allow nothing."
  }

  assert {
    condition     = alltrue([for s in jsondecode(output.policy_json).Statement : s.Effect == "Deny"])
    error_message = "The default policy must not allow anything."
  }
}

run "outputs_describe_the_bucket" {
  assert {
    condition     = output.bucket_arn == aws_s3_bucket.this.arn && output.bucket_regional_domain_name == aws_s3_bucket.this.bucket_regional_domain_name
    error_message = "The outputs must be those of the bucket."
  }

  assert {
    condition     = output.hosted_zone_id == aws_s3_bucket.this.hosted_zone_id && output.sse_algorithm == "aws:kms"
    error_message = "The outputs must name the zone of the S3 endpoint and the default encryption."
  }

  assert {
    condition     = aws_s3_bucket_policy.this.bucket == output.bucket_id
    error_message = "The policy must be attached to the bucket."
  }
}
