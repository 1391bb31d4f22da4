variables {
  description = "Application data at rest"
  aliases     = ["app/data"]
}

run "creates_the_key" {
  assert {
    condition     = aws_kms_key.this.enable_key_rotation && aws_kms_key.this.rotation_period_in_days == 365
    error_message = "The key must rotate every 365 days."
  }

  assert {
    condition     = output.alias_arns["app/data"] != ""
    error_message = "The alias must have been created."
  }
}

run "again_without_changes" {
  command = plan
}

run "takes_other_inputs" {
  variables {
    aliases                 = ["app/data", "app/backup"]
    rotation_period_in_days = 90
    tags                    = { team = "billing" }
  }

  assert {
    condition     = output.key_arn == run.creates_the_key.key_arn
    error_message = "The key must be updated, not replaced."
  }

  assert {
    condition     = aws_kms_key.this.rotation_period_in_days == 90 && aws_kms_key.this.tags == tomap({ team = "billing" })
    error_message = "The key must have the new rotation period and tags."
  }
}

run "other_inputs_again_without_changes" {
  command = plan

  variables {
    aliases                 = ["app/data", "app/backup"]
    rotation_period_in_days = 90
    tags                    = { team = "billing" }
  }
}
