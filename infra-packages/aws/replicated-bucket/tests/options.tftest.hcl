mock_provider "aws" {
  source = "../mock-defaults"
}

mock_provider "aws" {
  alias  = "replica"
  source = "../mock-defaults"

  override_data {
    target = data.aws_region.replica
    values = { id = "eu-west-1" }
  }
}

variables {
  bucket_name = "example-data"
}

run "replica_has_a_name_of_its_own" {
  variables {
    replica_bucket_name = "example-data-eu-west-1"
  }

  assert {
    condition     = strcontains(module.replica.policy_json, "arn:aws:s3:::example-data-eu-west-1/*")
    error_message = "The replica must have the given name."
  }

  assert {
    condition     = { for s in jsondecode(aws_iam_role_policy.replication.policy).Statement : s.Sid => s }.WriteReplicas.Resource == "arn:aws:s3:::example-data-eu-west-1/*"
    error_message = "The role must write the replica with the given name."
  }
}

run "each_bucket_has_its_key" {
  variables {
    kms_keys = {
      source_arn  = "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000"
      replica_arn = "arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000001"
    }
  }

  assert {
    condition     = module.source.kms_key_arn == var.kms_keys.source_arn && module.replica.kms_key_arn == var.kms_keys.replica_arn
    error_message = "Each bucket must be encrypted with the key of its Region."
  }

  assert {
    condition     = one(one(one(aws_s3_bucket_replication_configuration.this.rule).source_selection_criteria).sse_kms_encrypted_objects).status == "Enabled"
    error_message = "Objects that are encrypted with the key must be replicated."
  }

  assert {
    condition     = one(one(one(aws_s3_bucket_replication_configuration.this.rule).destination).encryption_configuration).replica_kms_key_id == var.kms_keys.replica_arn
    error_message = "Replicas must be encrypted with the key of the replica."
  }

  assert {
    condition = { for s in jsondecode(aws_iam_role_policy.replication.policy).Statement : s.Sid => s }.DecryptSourceObjects == {
      Sid      = "DecryptSourceObjects"
      Effect   = "Allow"
      Action   = "kms:Decrypt"
      Resource = var.kms_keys.source_arn
      Condition = {
        StringEquals = { "kms:ViaService" = "s3.eu-central-1.amazonaws.com" }
        StringLike   = { "kms:EncryptionContext:aws:s3:arn" = ["arn:aws:s3:::example-data", "arn:aws:s3:::example-data/*"] }
      }
    }
    error_message = "The role must decrypt with the key of the bucket, objects of the bucket, through S3 in its Region."
  }

  assert {
    condition = { for s in jsondecode(aws_iam_role_policy.replication.policy).Statement : s.Sid => s }.EncryptReplicas == {
      Sid      = "EncryptReplicas"
      Effect   = "Allow"
      Action   = ["kms:Encrypt", "kms:GenerateDataKey"]
      Resource = var.kms_keys.replica_arn
      Condition = {
        StringEquals = { "kms:ViaService" = "s3.eu-west-1.amazonaws.com" }
        StringLike   = { "kms:EncryptionContext:aws:s3:arn" = ["arn:aws:s3:::example-data-replica", "arn:aws:s3:::example-data-replica/*"] }
      }
    }
    error_message = "The role must encrypt with the key of the replica, objects of the replica, through S3 in its Region."
  }
}

run "deletions_are_replicated" {
  variables {
    replicate_delete_markers = true
  }

  assert {
    condition     = one(one(aws_s3_bucket_replication_configuration.this.rule).delete_marker_replication).status == "Enabled"
    error_message = "Delete markers must be replicated."
  }

  assert {
    condition     = contains({ for s in jsondecode(aws_iam_role_policy.replication.policy).Statement : s.Sid => s }.WriteReplicas.Action, "s3:ReplicateDelete")
    error_message = "The role must be allowed to write delete markers."
  }
}

run "replicas_are_stored_cheaper" {
  variables {
    replica_storage_class = "STANDARD_IA"
  }

  assert {
    condition     = one(one(aws_s3_bucket_replication_configuration.this.rule).destination).storage_class == "STANDARD_IA"
    error_message = "Replicas must have the given storage class."
  }
}

run "replication_within_15_minutes" {
  variables {
    replication_time_control = true
  }

  assert {
    condition     = one(one(one(one(aws_s3_bucket_replication_configuration.this.rule).destination).replication_time).time).minutes == 15
    error_message = "Replication must be committed to 15 minutes."
  }

  assert {
    condition     = one(one(one(one(aws_s3_bucket_replication_configuration.this.rule).destination).metrics).event_threshold).minutes == 15
    error_message = "Metrics must tell what is not replicated after 15 minutes."
  }
}

run "earlier_versions_expire_in_both_buckets" {
  variables {
    noncurrent_version_expiration_days = 90
  }

  assert {
    condition     = jsonencode(local.lifecycle_rules) == jsonencode([{ id = "expire-noncurrent-versions", noncurrent_version_expiration = { days = 90 } }])
    error_message = "Earlier versions must expire after the given days."
  }
}

run "tags_and_force_destroy" {
  variables {
    force_destroy = true
    tags          = { team = "payments" }
  }

  assert {
    condition     = aws_iam_role.replication.tags == tomap({ team = "payments" })
    error_message = "The role must have the tags."
  }
}
