provider "aws" {
  region = var.region
}

data "aws_caller_identity" "current" {}

module "flow_logs_key" {
  source = "../../../kms-key"

  description = "Flow logs of the shop"
  aliases     = ["shop-flow-logs"]

  # CloudWatch Logs alone uses this key.
  delegate_access_to_iam = false

  service_principals = {
    CloudWatchLogs = {
      service = "logs.${var.region}.amazonaws.com"
      encryption_context = {
        "aws:logs:arn" = ["arn:aws:logs:${var.region}:${data.aws_caller_identity.current.account_id}:log-group:/aws/vpc-flow-logs/shop"]
      }
    }
  }
}

module "vpc" {
  source = "../../"

  name       = "shop"
  cidr_block = "10.40.0.0/16"

  subnets = {
    public   = { tags = { "kubernetes.io/role/elb" = "1" } }
    private  = { tags = { "kubernetes.io/role/internal-elb" = "1" } }
    database = {}
    intra    = {}
  }

  nat_gateway_mode = "per_az"

  gateway_endpoints = {
    dynamodb = {}
    s3 = {
      policy_json = jsonencode({
        Version = "2012-10-17"
        Statement = [{
          Effect    = "Allow"
          Principal = "*"
          Action    = "s3:*"
          Resource  = "*"
          Condition = { StringEquals = { "aws:PrincipalAccount" = data.aws_caller_identity.current.account_id } }
        }]
      })
    }
  }

  flow_logs = { kms_key_arn = module.flow_logs_key.key_arn }

  tags = { product = "shop" }
}
