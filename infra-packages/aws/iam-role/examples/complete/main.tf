provider "aws" {
  region = var.region
}

data "aws_caller_identity" "current" {}

resource "aws_iam_openid_connect_provider" "github" {
  url            = "https://token.actions.githubusercontent.com"
  client_id_list = ["sts.amazonaws.com"]
}

# Only the production environment of one repository deploys.
module "deployment" {
  source = "../../"

  name                     = "orders-deployment"
  path                     = "/deployment/"
  description              = "Deployment of the order service by GitHub Actions"
  permissions_boundary_arn = var.permissions_boundary_arn

  trusted_oidc_subjects = {
    GitHub = {
      provider_arn = aws_iam_openid_connect_provider.github.arn
      subjects     = ["repo:example/orders:environment:production"]
    }
  }

  inline_policies = {
    upload-release = jsonencode({
      Version = "2012-10-17"
      Statement = [{
        Sid      = "UploadRelease"
        Effect   = "Allow"
        Action   = "s3:PutObject"
        Resource = "arn:aws:s3:::example-orders-releases/*"
      }]
    })
  }
}

module "instances" {
  source = "../../"

  name                     = "orders-instances"
  description              = "Instances of the order service"
  permissions_boundary_arn = var.permissions_boundary_arn
  create_instance_profile  = true

  trusted_services    = { Instances = { service = "ec2.amazonaws.com" } }
  managed_policy_arns = { session-manager = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore" }

  inline_policies = {
    read-orders = jsonencode({
      Version = "2012-10-17"
      Statement = [{
        Sid      = "ReadOrders"
        Effect   = "Allow"
        Action   = ["dynamodb:GetItem", "dynamodb:Query"]
        Resource = "arn:aws:dynamodb:${var.region}:${data.aws_caller_identity.current.account_id}:table/orders"
      }]
    })
  }
}

# An auditor in another account reads, with the external id that was agreed upon.
module "audit" {
  source = "../../"

  name                 = "orders-audit"
  max_session_duration = 14400

  trusted_principals = {
    Auditor = {
      arns         = [var.auditor_role_arn]
      external_ids = [var.auditor_external_id]
    }
  }

  managed_policy_arns = { security-audit = "arn:aws:iam::aws:policy/SecurityAudit" }
}
