mock_provider "aws" {
  source = "../mock-defaults"
}

variables {
  description = "Application data at rest"
}

run "aliases_point_to_the_key" {
  variables {
    aliases = ["app/data", "app/backup"]
  }

  assert {
    condition     = [for alias in aws_kms_alias.this : alias.name] == ["alias/app/backup", "alias/app/data"]
    error_message = "Each alias must be created with the alias/ prefix."
  }

  assert {
    condition     = alltrue([for alias in aws_kms_alias.this : alias.target_key_id == aws_kms_key.this.key_id])
    error_message = "Each alias must point to the key."
  }

  assert {
    condition     = toset(keys(output.alias_arns)) == toset(["app/data", "app/backup"])
    error_message = "Alias ARNs must be found by the names that were given."
  }
}

run "asymmetric_key_does_not_rotate" {
  variables {
    key_usage = "SIGN_VERIFY"
    key_spec  = "RSA_4096"
  }

  assert {
    condition     = !aws_kms_key.this.enable_key_rotation && !output.rotation_enabled
    error_message = "Rotation must be off where KMS does not support it."
  }
}

run "lifetime_settings_are_passed_on" {
  command = plan

  variables {
    rotation_period_in_days = 90
    deletion_window_in_days = 7
    multi_region            = true
    enabled                 = false
    tags                    = { team = "payments" }
  }

  assert {
    condition     = aws_kms_key.this.rotation_period_in_days == 90 && aws_kms_key.this.deletion_window_in_days == 7
    error_message = "Rotation period and deletion window must be those given."
  }

  assert {
    condition     = aws_kms_key.this.multi_region && !aws_kms_key.this.is_enabled
    error_message = "The key must be a disabled multi-Region key."
  }

  assert {
    condition     = aws_kms_key.this.tags == tomap({ team = "payments" })
    error_message = "The key must carry the given tags."
  }
}

run "rotation_can_be_switched_off" {
  command = plan

  variables {
    enable_key_rotation = false
  }

  assert {
    condition     = !aws_kms_key.this.enable_key_rotation
    error_message = "Rotation must be off when it is not wanted."
  }
}

run "hmac_key_is_supported" {
  command = plan

  variables {
    key_usage = "GENERATE_VERIFY_MAC"
    key_spec  = "HMAC_256"
  }

  assert {
    condition     = aws_kms_key.this.customer_master_key_spec == "HMAC_256"
    error_message = "The key must be an HMAC key."
  }
}
