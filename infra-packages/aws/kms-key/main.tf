locals {
  # Only symmetric encryption keys have key material that KMS can rotate.
  rotation_enabled = var.enable_key_rotation && var.key_spec == "SYMMETRIC_DEFAULT"

  key_family = regex("^(SYMMETRIC|RSA|ECC_NIST|ECC_SECG|HMAC)_", var.key_spec)[0]
  usages_by_key_family = {
    SYMMETRIC = ["ENCRYPT_DECRYPT"]
    RSA       = ["ENCRYPT_DECRYPT", "SIGN_VERIFY"]
    ECC_NIST  = ["SIGN_VERIFY", "KEY_AGREEMENT"]
    ECC_SECG  = ["SIGN_VERIFY"]
    HMAC      = ["GENERATE_VERIFY_MAC"]
  }
}

resource "aws_kms_key" "this" {
  description              = var.description
  key_usage                = var.key_usage
  customer_master_key_spec = var.key_spec
  is_enabled               = var.enabled
  multi_region             = var.multi_region
  enable_key_rotation      = local.rotation_enabled
  rotation_period_in_days  = local.rotation_enabled ? var.rotation_period_in_days : null
  deletion_window_in_days  = var.deletion_window_in_days
  policy                   = local.policy_json

  tags = var.tags

  lifecycle {
    precondition {
      condition     = contains(local.usages_by_key_family[local.key_family], var.key_usage)
      error_message = "A ${var.key_spec} key supports the usages ${join(", ", local.usages_by_key_family[local.key_family])}, not ${var.key_usage}."
    }

    precondition {
      condition     = var.delegate_access_to_iam || length(var.users) + length(var.grant_creators) + length(var.service_principals) + length(local.additional_allow_statements) > 0
      error_message = "Nobody could use the key: name users, grant_creators or service_principals, allow somebody in additional_policy_json, or set delegate_access_to_iam to true."
    }
  }
}

resource "aws_kms_alias" "this" {
  for_each = var.aliases

  name          = "alias/${each.value}"
  target_key_id = aws_kms_key.this.key_id
}
