mock_provider "aws" {
  source = "../mock-defaults"
}

variables {
  bucket_name = "example-data"
}

run "plain_http_and_old_tls_are_denied" {
  command = plan

  assert {
    condition     = { for s in jsondecode(aws_s3_bucket_policy.this.policy).Statement : s.Sid => s }.DenyInsecureTransport.Condition.Bool["aws:SecureTransport"] == "false"
    error_message = "Requests without TLS must be denied."
  }

  assert {
    condition     = { for s in jsondecode(aws_s3_bucket_policy.this.policy).Statement : s.Sid => s }.DenyInsecureTransport.Resource == ["arn:aws:s3:::example-data", "arn:aws:s3:::example-data/*"]
    error_message = "TLS must be demanded for the bucket and for its objects."
  }

  assert {
    condition     = alltrue([for s in jsondecode(aws_s3_bucket_policy.this.policy).Statement : s.Principal == { AWS = "*" }])
    error_message = "The rules of the bucket must hold for everyone."
  }

  assert {
    condition     = { for s in jsondecode(aws_s3_bucket_policy.this.policy).Statement : s.Sid => s }.DenyOutdatedTls.Condition.NumericLessThan["s3:TlsVersion"] == "1.2"
    error_message = "TLS older than 1.2 must be denied."
  }
}

run "minimum_tls_version_can_be_raised" {
  command = plan

  variables {
    minimum_tls_version = "1.3"
  }

  assert {
    condition     = { for s in jsondecode(aws_s3_bucket_policy.this.policy).Statement : s.Sid => s }.DenyOutdatedTls.Condition.NumericLessThan["s3:TlsVersion"] == "1.3"
    error_message = "TLS older than 1.3 must be denied."
  }
}

run "uploads_with_default_encryption_are_not_denied" {
  command = plan

  assert {
    condition = { for s in jsondecode(aws_s3_bucket_policy.this.policy).Statement : s.Sid => s }.DenyOtherEncryption.Condition == {
      StringNotEquals = { "s3:x-amz-server-side-encryption" = "aws:kms" }
      Null            = { "s3:x-amz-server-side-encryption" = "false" }
    }
    error_message = "Only uploads that name another encryption must be denied, not those that name none."
  }
}

run "uploads_must_use_the_key_of_the_bucket" {
  command = plan

  variables {
    kms_key_arn = "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000"
  }

  assert {
    condition     = jsondecode(aws_s3_bucket_policy.this.policy).Statement[*].Sid == ["DenyInsecureTransport", "DenyOutdatedTls", "DenyOtherEncryption", "DenyOtherKmsKeys"]
    error_message = "A bucket with its own key must deny others."
  }

  assert {
    condition     = { for s in jsondecode(aws_s3_bucket_policy.this.policy).Statement : s.Sid => s }.DenyOtherKmsKeys.Condition.StringNotEquals["s3:x-amz-server-side-encryption-aws-kms-key-id"] == "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000"
    error_message = "The policy must name the key of the bucket."
  }

  assert {
    condition     = { for s in jsondecode(aws_s3_bucket_policy.this.policy).Statement : s.Sid => s }.DenyOtherKmsKeys.Condition.Null["s3:x-amz-server-side-encryption-aws-kms-key-id"] == "false"
    error_message = "Uploads that name no key must stay possible."
  }
}

run "uploads_without_encryption_header_can_be_denied" {
  command = plan

  variables {
    upload_encryption_policy = "require"
  }

  assert {
    condition     = jsondecode(aws_s3_bucket_policy.this.policy).Statement[*].Sid == ["DenyInsecureTransport", "DenyOutdatedTls", "DenyOtherEncryption", "DenyMissingEncryptionHeader"]
    error_message = "The policy must demand an encryption header."
  }

  assert {
    condition     = { for s in jsondecode(aws_s3_bucket_policy.this.policy).Statement : s.Sid => s }.DenyMissingEncryptionHeader.Condition.Null["s3:x-amz-server-side-encryption"] == "true"
    error_message = "Uploads without an encryption header must be denied."
  }
}

run "upload_rules_can_be_switched_off" {
  command = plan

  variables {
    upload_encryption_policy = "none"
    kms_key_arn              = "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000"
  }

  assert {
    condition     = jsondecode(aws_s3_bucket_policy.this.policy).Statement[*].Sid == ["DenyInsecureTransport", "DenyOutdatedTls"]
    error_message = "Only the TLS statements must remain."
  }
}

run "log_delivery_is_bound_to_source_buckets_and_account" {
  command = plan

  variables {
    sse_algorithm                 = "AES256"
    access_log_source_bucket_arns = ["arn:aws:s3:::example-app"]
  }

  assert {
    condition     = { for s in jsondecode(aws_s3_bucket_policy.this.policy).Statement : s.Sid => s }.AllowServerAccessLogDelivery.Principal.Service == "logging.s3.amazonaws.com"
    error_message = "The log delivery service must be allowed to write."
  }

  assert {
    condition = { for s in jsondecode(aws_s3_bucket_policy.this.policy).Statement : s.Sid => s }.AllowServerAccessLogDelivery.Condition == {
      ArnLike      = { "aws:SourceArn" = ["arn:aws:s3:::example-app"] }
      StringEquals = { "aws:SourceAccount" = "111122223333" }
    }
    error_message = "Log delivery must be bound to the given buckets of this account."
  }
}

run "additional_statements_are_appended" {
  command = plan

  variables {
    additional_policy_json = <<-JSON
      {
        "Version": "2012-10-17",
        "Statement": [{
          "Sid": "AllowReader",
          "Effect": "Allow",
          "Principal": {"AWS": "arn:aws:iam::444455556666:role/reader"},
          "Action": "s3:GetObject",
          "Resource": "arn:aws:s3:::example-data/shared/*"
        }]
      }
    JSON
  }

  assert {
    condition     = jsondecode(aws_s3_bucket_policy.this.policy).Statement[*].Sid == ["DenyInsecureTransport", "DenyOutdatedTls", "DenyOtherEncryption", "AllowReader"]
    error_message = "Additional statements must follow those of the module."
  }

  assert {
    condition     = { for s in jsondecode(aws_s3_bucket_policy.this.policy).Statement : s.Sid => s }.AllowReader.Resource == "arn:aws:s3:::example-data/shared/*"
    error_message = "Additional statements must be kept as they are."
  }
}
