provider "aws" {
  region = var.region
}

data "aws_caller_identity" "current" {}

data "aws_iam_policy_document" "assume_role" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "AWS"
      identifiers = [data.aws_caller_identity.current.account_id]
    }
  }
}

resource "aws_iam_role" "administrator" {
  name               = "orders-key-administrator"
  assume_role_policy = data.aws_iam_policy_document.assume_role.json
}

resource "aws_iam_role" "application" {
  name               = "orders-application"
  assume_role_policy = data.aws_iam_policy_document.assume_role.json
}

module "encryption_key" {
  source = "../../"

  description = "Orders at rest"
  aliases     = ["orders"]

  # Only these roles and the service below use the key, whatever the IAM policies of the account say.
  delegate_access_to_iam = false
  administrators         = [aws_iam_role.administrator.arn]
  users                  = [aws_iam_role.application.arn]
  grant_creators         = [aws_iam_role.application.arn]

  service_principals = {
    CloudWatchLogs = {
      service = "logs.${var.region}.amazonaws.com"
      encryption_context = {
        "aws:logs:arn" = ["arn:aws:logs:${var.region}:${data.aws_caller_identity.current.account_id}:log-group:/orders/*"]
      }
    }
  }

  rotation_period_in_days = 180
  multi_region            = true
}

module "signing_key" {
  source = "../../"

  description = "Signatures of order confirmations"
  aliases     = ["orders-signing"]
  key_usage   = "SIGN_VERIFY"
  key_spec    = "ECC_NIST_P256"

  delegate_access_to_iam = false
  administrators         = [aws_iam_role.administrator.arn]
  users                  = [aws_iam_role.application.arn]
}
