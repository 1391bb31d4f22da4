terraform {
  required_providers {
    aws     = { source = "hashicorp/aws", version = ">= 5" }
    unused  = { source = "x/unused", version = "1" }
    private = { source = "example.com/team/private" }
    pinned  = { source = "x/pinned", version = "= 1.2.3" }
  }
}

data "http" "a" {}

resource "aws_a" "one" {}

resource "aws_b" "two" {
  provider = aws.replica
}

resource "private_thing" "x" {}

resource "pinned_thing" "x" {}

resource "terraform_data" "y" {}

ephemeral "random_password" "z" {}
