mock_provider "aws" {
  source = "../mock-defaults"
}

variables {
  name               = "example"
  cidr_block         = "10.0.0.0/16"
  availability_zones = ["eu-central-1b", "eu-central-1a"]
}

run "further_tiers_leave_existing_subnets_in_place" {
  command = plan

  variables {
    subnets = { private = {}, public = {}, database = {}, intra = {} }
  }

  assert {
    condition = output.subnet_cidr_blocks == {
      "private/eu-central-1b"  = "10.0.0.0/20"
      "private/eu-central-1a"  = "10.0.16.0/20"
      "public/eu-central-1b"   = "10.0.64.0/20"
      "public/eu-central-1a"   = "10.0.80.0/20"
      "database/eu-central-1b" = "10.0.128.0/20"
      "database/eu-central-1a" = "10.0.144.0/20"
      "intra/eu-central-1b"    = "10.0.192.0/20"
      "intra/eu-central-1a"    = "10.0.208.0/20"
    }
    error_message = "Each tier must have its own quarter, in the order of the given zones."
  }

  assert {
    condition     = toset(keys(aws_route_table.this)) == toset(["database", "intra", "private/eu-central-1a", "private/eu-central-1b", "public"])
    error_message = "Database and intra subnets must each share a route table."
  }

  assert {
    condition     = length(aws_route.nat) == 2 && length(aws_route.internet) == 1
    error_message = "Database and intra subnets must have no default route."
  }
}

run "database_subnets_form_a_subnet_group" {
  variables {
    subnets = { private = {}, public = {}, database = {} }
  }

  assert {
    condition     = output.database_subnet_group_name == "example" && toset(aws_db_subnet_group.this[0].subnet_ids) == toset(output.database_subnet_ids)
    error_message = "The subnet group must consist of the database subnets."
  }
}

run "given_cidr_blocks_are_used" {
  command = plan

  variables {
    nat_gateway_mode = "none"

    subnets = {
      private = { cidr_blocks = ["10.0.0.0/18", "10.0.64.0/18"] }
      public  = { cidr_blocks = ["10.0.128.0/24", "10.0.129.0/24"] }
      intra   = { cidr_blocks = ["10.0.130.0/28", "10.0.130.16/28"] }
    }
  }

  assert {
    condition     = aws_subnet.this["private/eu-central-1b"].cidr_block == "10.0.0.0/18" && aws_subnet.this["intra/eu-central-1a"].cidr_block == "10.0.130.16/28"
    error_message = "Given CIDR blocks must be assigned in the order of the zones."
  }
}

run "subnet_size_follows_newbits" {
  command = plan

  variables {
    cidr_block     = "10.20.0.0/22"
    subnet_newbits = 3
  }

  assert {
    condition     = output.subnet_cidr_blocks["private/eu-central-1a"] == "10.20.0.128/25" && output.subnet_cidr_blocks["public/eu-central-1b"] == "10.20.1.0/25"
    error_message = "Three bits must split each quarter in two."
  }
}

run "subnets_carry_the_tags_of_their_tier" {
  command = plan

  variables {
    subnets                 = { private = {}, public = { tags = { "kubernetes.io/role/elb" = "1" } } }
    map_public_ip_on_launch = true
    tags                    = { team = "network" }
  }

  assert {
    condition = aws_subnet.this["public/eu-central-1a"].tags == tomap({
      "kubernetes.io/role/elb" = "1"
      Name                     = "example-public-eu-central-1a"
      Tier                     = "public"
      team                     = "network"
    })
    error_message = "Public subnets must carry common tags, their own and those of their tier."
  }

  assert {
    condition     = !contains(keys(aws_subnet.this["private/eu-central-1a"].tags), "kubernetes.io/role/elb")
    error_message = "Tags of one tier must not reach another."
  }

  assert {
    condition     = aws_subnet.this["public/eu-central-1a"].map_public_ip_on_launch && !aws_subnet.this["private/eu-central-1a"].map_public_ip_on_launch
    error_message = "Only public subnets must hand out public addresses."
  }
}
