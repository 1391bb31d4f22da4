variables {
  name             = "shop"
  cidr_block       = "10.40.0.0/16"
  nat_gateway_mode = "single"
  subnets          = { public = {}, private = {}, database = {} }

  availability_zones = ["us-east-1a", "us-east-1b"]
}

run "creates_the_network" {
  assert {
    condition     = length(output.public_subnet_ids) == 2 && length(output.private_subnet_ids) == 2 && length(output.database_subnet_ids) == 2
    error_message = "Each tier must have a subnet in both zones."
  }

  assert {
    condition     = length(output.nat_public_ips) == 1 && alltrue([for address in output.nat_public_ips : can(cidrnetmask("${address}/32"))])
    error_message = "There must be one NAT gateway with a public address."
  }

  assert {
    condition     = toset(keys(output.gateway_endpoint_ids)) == toset(["dynamodb", "s3"])
    error_message = "The VPC must have both gateway endpoints."
  }

  assert {
    condition     = output.flow_log_group_name == "/aws/vpc-flow-logs/shop" && output.flow_log_id != null
    error_message = "The VPC must write flow logs to CloudWatch."
  }
}

run "again_without_changes" {
  command = plan
}

run "takes_other_inputs" {
  variables {
    nat_gateway_mode  = "per_az"
    gateway_endpoints = { s3 = {} }
    flow_logs         = { retention_in_days = 30 }
    tags              = { product = "shop" }
  }

  assert {
    condition     = output.vpc_id == run.creates_the_network.vpc_id && output.private_subnet_ids == run.creates_the_network.private_subnet_ids
    error_message = "The VPC and its subnets must be kept."
  }

  assert {
    condition     = toset(keys(output.nat_public_ips)) == toset(["us-east-1a", "us-east-1b"])
    error_message = "Each zone must have a NAT gateway."
  }

  assert {
    condition     = keys(output.gateway_endpoint_ids) == ["s3"]
    error_message = "The endpoint of DynamoDB must be gone."
  }

  assert {
    condition     = aws_cloudwatch_log_group.flow_logs[0].retention_in_days == 30 && aws_vpc.this.tags.product == "shop"
    error_message = "The VPC must have the new retention and tags."
  }
}

run "other_inputs_again_without_changes" {
  command = plan

  variables {
    nat_gateway_mode  = "per_az"
    gateway_endpoints = { s3 = {} }
    flow_logs         = { retention_in_days = 30 }
    tags              = { product = "shop" }
  }
}
