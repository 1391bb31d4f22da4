mock_provider "aws" {
  source = "../../../infra-packages/aws/mock-defaults"
}

variables {
  account_id = "111122223333"
  region     = "eu-central-1"
}

run "network_of_dev" {
  command = plan

  assert {
    condition     = module.network.vpc_cidr_block == "10.10.0.0/16" && length(module.network.availability_zones) == 2
    error_message = "The VPC must have the addresses of dev, in 2 availability zones."
  }

  assert {
    condition     = length(module.network.nat_public_ips) == 1
    error_message = "One NAT gateway must do."
  }

  assert {
    condition     = !module.network.protected
    error_message = "Terraform must be able to destroy the network of dev."
  }
}
