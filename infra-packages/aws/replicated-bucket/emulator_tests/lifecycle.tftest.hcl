provider "aws" {
  region = "us-east-1"
}

provider "aws" {
  alias  = "replica"
  region = "eu-west-1"
}

variables {
  bucket_name = "example-data"
}

run "creates_both_buckets" {
  assert {
    condition     = data.aws_region.source.id == "us-east-1" && data.aws_region.replica.id == "eu-west-1"
    error_message = "The buckets must be in the Regions of the two provider configurations."
  }

  assert {
    condition     = strcontains(output.bucket_regional_domain_names.replica, "eu-west-1")
    error_message = "The replica must be in the Region of the replica."
  }

  assert {
    condition     = one(aws_s3_bucket_replication_configuration.this.rule).status == "Enabled"
    error_message = "The bucket must be replicated."
  }
}

run "again_without_changes" {
  command = plan
}

# Delete markers are not among them: the emulator forgets whether they are replicated.
run "takes_other_inputs" {
  variables {
    replica_storage_class = "STANDARD_IA"
    tags                  = { team = "payments" }
  }

  assert {
    condition     = output.replica_bucket_arn == run.creates_both_buckets.replica_bucket_arn && output.replication_role_arn == run.creates_both_buckets.replication_role_arn
    error_message = "The buckets and the role must be kept."
  }

  assert {
    condition     = one(one(aws_s3_bucket_replication_configuration.this.rule).destination).storage_class == "STANDARD_IA"
    error_message = "Replicas must have the new storage class."
  }
}

run "other_inputs_again_without_changes" {
  command = plan

  variables {
    replica_storage_class = "STANDARD_IA"
    tags                  = { team = "payments" }
  }
}
