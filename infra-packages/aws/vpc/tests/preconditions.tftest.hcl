mock_provider "aws" {
  source = "../mock-defaults"
}

variables {
  name       = "example"
  cidr_block = "10.0.0.0/16"
}

run "region_has_too_few_zones" {
  command = plan

  variables {
    availability_zone_count = 5
    subnet_newbits          = 5
  }

  expect_failures = [aws_vpc.this]
}

run "more_zones_than_newbits_leave_room_for" {
  command = plan

  variables {
    availability_zone_count = 3
    subnet_newbits          = 3
    subnets                 = { intra = {} }
  }

  expect_failures = [aws_vpc.this]
}

run "computed_subnets_too_small" {
  command = plan

  variables {
    cidr_block     = "10.0.0.0/25"
    subnet_newbits = 4
  }

  expect_failures = [aws_vpc.this]
}

run "cidr_blocks_must_match_the_zones" {
  command = plan

  variables {
    subnets = { private = { cidr_blocks = ["10.0.0.0/20", "10.0.16.0/20"] }, public = {} }
  }

  expect_failures = [aws_vpc.this]
}

run "subnet_outside_of_the_vpc" {
  command = plan

  variables {
    subnets = { private = { cidr_blocks = ["10.0.0.0/20", "10.0.16.0/20", "10.1.0.0/20"] }, public = {} }
  }

  expect_failures = [aws_vpc.this]
}

run "subnet_larger_than_the_vpc" {
  command = plan

  variables {
    cidr_block         = "10.0.0.0/20"
    availability_zones = ["eu-central-1a"]
    subnets            = { intra = { cidr_blocks = ["10.0.0.0/19"] } }
  }

  expect_failures = [aws_vpc.this]
}

run "nat_gateways_need_public_subnets" {
  command = plan

  variables {
    subnets = { private = {} }
  }

  expect_failures = [aws_vpc.this]
}

run "database_subnets_need_two_zones" {
  command = plan

  variables {
    availability_zones = ["eu-central-1a"]
    subnets            = { database = {} }
  }

  expect_failures = [aws_vpc.this]
}
