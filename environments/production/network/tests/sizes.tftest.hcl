mock_provider "aws" {
  source = "../../../infra-packages/aws/mock-defaults"
}

variables {
  account_id = "111122223333"
  region     = "eu-central-1"
}

run "network_of_production" {
  command = plan

  assert {
    condition     = module.network.vpc_cidr_block == "10.30.0.0/16" && length(module.network.availability_zones) == 3
    error_message = "The VPC must have the addresses of production, in 3 availability zones."
  }

  assert {
    condition     = length(module.network.nat_public_ips) == 3
    error_message = "Each zone must have its own NAT gateway."
  }

  assert {
    condition     = module.network.protected
    error_message = "Terraform must refuse to destroy the network of production."
  }
}
