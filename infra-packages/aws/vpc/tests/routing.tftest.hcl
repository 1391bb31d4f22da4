mock_provider "aws" {
  source = "../mock-defaults"
}

variables {
  name       = "example"
  cidr_block = "10.0.0.0/16"
}

run "single_nat_gateway_serves_all_zones" {
  variables {
    nat_gateway_mode = "single"
  }

  assert {
    condition     = keys(aws_nat_gateway.this) == ["eu-central-1a"] && length(aws_eip.nat) == 1
    error_message = "There must be one NAT gateway, in the first zone."
  }

  assert {
    condition     = length(aws_route.nat) == 3 && alltrue([for route in aws_route.nat : route.nat_gateway_id == aws_nat_gateway.this["eu-central-1a"].id])
    error_message = "All private subnets must leave through the one NAT gateway."
  }
}

run "without_nat_gateways_private_subnets_have_no_default_route" {
  command = plan

  variables {
    nat_gateway_mode = "none"
  }

  assert {
    condition     = length(aws_nat_gateway.this) == 0 && length(aws_eip.nat) == 0 && length(aws_route.nat) == 0
    error_message = "There must be neither NAT gateways nor routes to them."
  }

  assert {
    condition     = length([for key in keys(aws_route_table.this) : key if startswith(key, "private/")]) == 3
    error_message = "Private subnets must keep their route tables, which endpoints need."
  }
}

run "isolated_vpc_has_no_internet_gateway" {
  command = plan

  variables {
    subnets = { intra = {} }
  }

  assert {
    condition     = length(aws_internet_gateway.this) == 0 && length(aws_route.internet) == 0
    error_message = "A VPC without public subnets must have no internet gateway."
  }

  assert {
    condition     = keys(aws_route_table.this) == ["intra"]
    error_message = "Only the route table of the intra subnets must exist."
  }
}

run "nat_gateways_are_left_out_without_private_subnets" {
  command = plan

  variables {
    subnets = { public = {} }
  }

  assert {
    condition     = length(aws_nat_gateway.this) == 0 && length(aws_internet_gateway.this) == 1
    error_message = "NAT gateways must not be paid for when no subnet uses them."
  }
}

run "endpoint_policy_is_passed_on" {
  command = plan

  variables {
    gateway_endpoints = {
      s3 = {
        policy_json = <<-JSON
          {
            "Version": "2012-10-17",
            "Statement": [{
              "Sid": "OwnResources",
              "Effect": "Allow",
              "Principal": "*",
              "Action": "s3:*",
              "Resource": "*",
              "Condition": {"StringEquals": {"aws:ResourceAccount": "111122223333"}}
            }]
          }
        JSON
      }
    }
  }

  assert {
    condition     = keys(aws_vpc_endpoint.gateway) == ["s3"]
    error_message = "Only the given endpoints must exist."
  }

  assert {
    condition     = { for s in jsondecode(aws_vpc_endpoint.gateway["s3"].policy).Statement : s.Sid => s }.OwnResources.Condition.StringEquals["aws:ResourceAccount"] == "111122223333"
    error_message = "The endpoint must have the given policy."
  }
}
