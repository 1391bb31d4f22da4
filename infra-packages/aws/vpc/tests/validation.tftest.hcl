mock_provider "aws" {
  source = "../mock-defaults"
}

variables {
  name       = "example"
  cidr_block = "10.0.0.0/16"
}

run "name_with_uppercase" {
  command = plan

  variables {
    name = "Example"
  }

  expect_failures = [var.name]
}

run "cidr_block_must_be_a_network" {
  command = plan

  variables {
    cidr_block = "10.0.0.0"
  }

  expect_failures = [var.cidr_block]
}

run "cidr_block_too_large" {
  command = plan

  variables {
    cidr_block = "10.0.0.0/8"
  }

  expect_failures = [var.cidr_block]
}

run "cidr_block_must_be_ipv4" {
  command = plan

  variables {
    cidr_block = "fd00::/16"
  }

  expect_failures = [var.cidr_block]
}

run "cidr_block_with_host_bits" {
  command = plan

  variables {
    cidr_block = "10.0.0.1/16"
  }

  expect_failures = [var.cidr_block]
}

run "availability_zone_named_twice" {
  command = plan

  variables {
    availability_zones = ["eu-central-1a", "eu-central-1a"]
  }

  expect_failures = [var.availability_zones]
}

run "too_many_availability_zones" {
  command = plan

  variables {
    availability_zone_count = 7
  }

  expect_failures = [var.availability_zone_count]
}

run "newbits_must_tell_tiers_apart" {
  command = plan

  variables {
    subnet_newbits = 1
  }

  expect_failures = [var.subnet_newbits]
}

run "unknown_tier" {
  command = plan

  variables {
    subnets = { isolated = {} }
  }

  expect_failures = [var.subnets]
}

run "subnet_must_be_a_network" {
  command = plan

  variables {
    subnets = { private = {}, public = { cidr_blocks = ["10.0.0/20"] } }
  }

  expect_failures = [var.subnets]
}

run "subnet_too_small" {
  command = plan

  variables {
    subnets = { database = { cidr_blocks = ["10.0.0.0/28", "10.0.0.16/29"] } }
  }

  expect_failures = [var.subnets]
}

run "subnet_too_large" {
  command = plan

  variables {
    subnets = { intra = { cidr_blocks = ["10.0.0.0/15"] } }
  }

  expect_failures = [var.subnets]
}

run "unknown_nat_gateway_mode" {
  command = plan

  variables {
    nat_gateway_mode = "per_subnet"
  }

  expect_failures = [var.nat_gateway_mode]
}

run "unknown_gateway_endpoint" {
  command = plan

  variables {
    gateway_endpoints = { sqs = {} }
  }

  expect_failures = [var.gateway_endpoints]
}

run "endpoint_policy_must_be_a_policy" {
  command = plan

  variables {
    gateway_endpoints = { s3 = { policy_json = "{}" } }
  }

  expect_failures = [var.gateway_endpoints]
}

run "unknown_flow_log_destination" {
  command = plan

  variables {
    flow_logs = { destination = "kinesis" }
  }

  expect_failures = [var.flow_logs]
}

run "flow_logs_to_s3_need_a_bucket" {
  command = plan

  variables {
    flow_logs = { destination = "s3" }
  }

  expect_failures = [var.flow_logs]
}

run "flow_log_key_must_not_be_an_alias" {
  command = plan

  variables {
    flow_logs = { kms_key_arn = "alias/logs" }
  }

  expect_failures = [var.flow_logs]
}

run "unknown_retention" {
  command = plan

  variables {
    flow_logs = { retention_in_days = 100 }
  }

  expect_failures = [var.flow_logs]
}

run "unknown_traffic_type" {
  command = plan

  variables {
    flow_logs = { traffic_type = "DROPPED" }
  }

  expect_failures = [var.flow_logs]
}

run "unknown_aggregation_interval" {
  command = plan

  variables {
    flow_logs = { max_aggregation_interval = 300 }
  }

  expect_failures = [var.flow_logs]
}

run "tag_reserved_by_aws" {
  command = plan

  variables {
    tags = { "aws:owner" = "network" }
  }

  expect_failures = [var.tags]
}
