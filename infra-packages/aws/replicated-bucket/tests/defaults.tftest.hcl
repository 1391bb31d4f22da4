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

run "bucket_and_replica" {
  assert {
    condition     = strcontains(module.source.policy_json, "arn:aws:s3:::example-data/*") && strcontains(module.replica.policy_json, "arn:aws:s3:::example-data-replica/*")
    error_message = "The replica must be named after the bucket."
  }

  assert {
    condition     = output.bucket_id == module.source.bucket_id && output.replica_bucket_id == module.replica.bucket_id
    error_message = "The names must be those of the buckets."
  }

  assert {
    condition     = module.source.versioning_status == "Enabled" && module.replica.versioning_status == "Enabled"
    error_message = "Both buckets must keep versions, or S3 does not replicate."
  }

  assert {
    condition     = module.source.sse_algorithm == "AES256" && module.replica.sse_algorithm == "AES256"
    error_message = "Without keys, S3 must encrypt with keys that it owns, which any role may use."
  }

  assert {
    condition     = output.bucket_arn == module.source.bucket_arn && output.replica_bucket_arn == module.replica.bucket_arn
    error_message = "The ARNs must be those of the buckets."
  }

  assert {
    condition     = keys(output.bucket_regional_domain_names) == ["replica", "source"]
    error_message = "Both buckets must have a host name."
  }

  assert {
    condition     = output.replication_role_arn == aws_iam_role.replication.arn
    error_message = "The ARN must be that of the role."
  }
}

run "every_object_is_replicated" {
  assert {
    condition     = aws_s3_bucket_replication_configuration.this.bucket == module.source.bucket_id && one(aws_s3_bucket_replication_configuration.this.rule).status == "Enabled"
    error_message = "The bucket must have an enabled rule."
  }

  assert {
    condition     = one(one(aws_s3_bucket_replication_configuration.this.rule).filter).prefix == ""
    error_message = "The rule must match every object."
  }

  assert {
    condition     = one(one(aws_s3_bucket_replication_configuration.this.rule).destination).bucket == output.replica_bucket_arn
    error_message = "Objects must go to the replica."
  }

  assert {
    condition     = one(one(aws_s3_bucket_replication_configuration.this.rule).delete_marker_replication).status == "Disabled"
    error_message = "What is deleted by mistake must be kept in the replica."
  }

  assert {
    condition     = one(one(aws_s3_bucket_replication_configuration.this.rule).destination).storage_class == null
    error_message = "Replicas must have the storage class of the objects."
  }

  assert {
    condition     = length(one(one(aws_s3_bucket_replication_configuration.this.rule).destination).replication_time) + length(one(one(aws_s3_bucket_replication_configuration.this.rule).destination).metrics) == 0
    error_message = "Nobody must pay for a commitment that was not asked for."
  }
}

run "role_is_for_replication_of_this_bucket" {
  assert {
    condition     = aws_iam_role.replication.name == "example-data-replication"
    error_message = "The role must be named after the bucket."
  }

  assert {
    condition = { for s in jsondecode(aws_iam_role.replication.assume_role_policy).Statement : s.Sid => s }.AllowReplicationOfTheBucket.Condition == {
      ArnEquals    = { "aws:SourceArn" = "arn:aws:s3:::example-data" }
      StringEquals = { "aws:SourceAccount" = "111122223333" }
    }
    error_message = "S3 must assume the role for this bucket of this account only."
  }

  assert {
    condition     = jsondecode(aws_iam_role_policy.replication.policy).Statement[*].Sid == ["ReadReplicationConfiguration", "ReadSourceObjects", "WriteReplicas"]
    error_message = "Without keys the role must have no access to any."
  }

  assert {
    condition     = { for s in jsondecode(aws_iam_role_policy.replication.policy).Statement : s.Sid => s.Resource } == { ReadReplicationConfiguration = "arn:aws:s3:::example-data", ReadSourceObjects = "arn:aws:s3:::example-data/*", WriteReplicas = "arn:aws:s3:::example-data-replica/*" }
    error_message = "The role must read this bucket and write this replica."
  }

  assert {
    condition     = { for s in jsondecode(aws_iam_role_policy.replication.policy).Statement : s.Sid => s }.WriteReplicas.Action == ["s3:ReplicateObject", "s3:ReplicateTags"]
    error_message = "The role must not delete anything in the replica."
  }
}
