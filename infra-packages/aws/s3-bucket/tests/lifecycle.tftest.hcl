mock_provider "aws" {
  source = "../mock-defaults"
}

variables {
  bucket_name = "example-data"
}

run "rules_are_translated" {
  command = plan

  variables {
    lifecycle_rules = [
      {
        id              = "archive-reports"
        prefix          = "reports/"
        expiration_days = 730
        transitions = [
          { days = 30, storage_class = "STANDARD_IA" },
          { days = 180, storage_class = "GLACIER_IR" },
        ]
      },
      {
        id                             = "trim-versions"
        enabled                        = false
        expired_object_delete_marker   = true
        noncurrent_version_expiration  = { days = 90, newer_versions = 3 }
        noncurrent_version_transitions = [{ days = 30, storage_class = "STANDARD_IA" }]
      },
    ]
  }

  assert {
    condition     = [for rule in aws_s3_bucket_lifecycle_configuration.this[0].rule : rule.id] == ["abort-incomplete-multipart-uploads", "archive-reports", "trim-versions"]
    error_message = "Given rules must follow the module's own."
  }

  assert {
    condition     = [for rule in aws_s3_bucket_lifecycle_configuration.this[0].rule : rule.status] == ["Enabled", "Enabled", "Disabled"]
    error_message = "A rule must be disabled only when it says so."
  }

  assert {
    condition     = aws_s3_bucket_lifecycle_configuration.this[0].rule[1].filter[0].prefix == "reports/" && length(aws_s3_bucket_lifecycle_configuration.this[0].rule[1].filter[0].and) == 0
    error_message = "A single condition must be the filter itself."
  }

  assert {
    condition     = { for transition in aws_s3_bucket_lifecycle_configuration.this[0].rule[1].transition : transition.storage_class => transition.days } == { STANDARD_IA = 30, GLACIER_IR = 180 }
    error_message = "Both transitions must be kept."
  }

  assert {
    condition     = aws_s3_bucket_lifecycle_configuration.this[0].rule[1].expiration[0].days == 730
    error_message = "Reports must expire after 730 days."
  }

  assert {
    condition     = aws_s3_bucket_lifecycle_configuration.this[0].rule[2].expiration[0].expired_object_delete_marker
    error_message = "Delete markers without versions must be removed."
  }

  assert {
    condition     = aws_s3_bucket_lifecycle_configuration.this[0].rule[2].noncurrent_version_expiration[0].noncurrent_days == 90 && aws_s3_bucket_lifecycle_configuration.this[0].rule[2].noncurrent_version_expiration[0].newer_noncurrent_versions == 3
    error_message = "Earlier versions must expire after 90 days, except the newest 3."
  }

  assert {
    condition     = one(aws_s3_bucket_lifecycle_configuration.this[0].rule[2].noncurrent_version_transition).storage_class == "STANDARD_IA"
    error_message = "Earlier versions must move to the given storage class."
  }
}

run "several_conditions_are_joined" {
  command = plan

  variables {
    lifecycle_rules = [{
      id                       = "expire-large-previews"
      prefix                   = "previews/"
      tags                     = { origin = "render" }
      object_size_greater_than = 1048576
      expiration_days          = 14
    }]
  }

  assert {
    condition     = aws_s3_bucket_lifecycle_configuration.this[0].rule[1].filter[0].and[0].prefix == "previews/" && aws_s3_bucket_lifecycle_configuration.this[0].rule[1].filter[0].and[0].tags == tomap({ origin = "render" })
    error_message = "Prefix and tags must be joined by and."
  }

  assert {
    condition     = aws_s3_bucket_lifecycle_configuration.this[0].rule[1].filter[0].and[0].object_size_greater_than == 1048576
    error_message = "The size limit must be joined by and."
  }

  assert {
    condition     = length(aws_s3_bucket_lifecycle_configuration.this[0].rule[1].filter[0].tag) == 0
    error_message = "The tag must not stand beside the joined conditions."
  }
}

run "single_tag_is_the_filter" {
  command = plan

  variables {
    lifecycle_rules = [{
      id              = "expire-drafts"
      tags            = { state = "draft" }
      expiration_days = 30
    }]
  }

  assert {
    condition     = aws_s3_bucket_lifecycle_configuration.this[0].rule[1].filter[0].tag[0].key == "state" && aws_s3_bucket_lifecycle_configuration.this[0].rule[1].filter[0].tag[0].value == "draft"
    error_message = "A single tag must be the filter itself."
  }
}

run "the_rule_of_the_module_can_be_switched_off" {
  command = plan

  variables {
    abort_incomplete_multipart_upload_days = null
    lifecycle_rules                        = [{ id = "expire", expiration_days = 30 }]
  }

  assert {
    condition     = aws_s3_bucket_lifecycle_configuration.this[0].rule[*].id == tolist(["expire"])
    error_message = "Only the given rule must remain."
  }
}

run "no_rule_means_no_configuration" {
  command = plan

  variables {
    abort_incomplete_multipart_upload_days = null
  }

  assert {
    condition     = length(aws_s3_bucket_lifecycle_configuration.this) == 0
    error_message = "Without rules there must be no lifecycle configuration."
  }
}
