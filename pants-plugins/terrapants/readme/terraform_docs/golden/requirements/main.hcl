terraform {
  required_version = ">= 1.5"
  required_providers {
    tls = ">= 3"
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5, < 6"
    }
    unversioned = { source = "x/y" }
  }
}

provider "aws" {
  version = "~> 5.1"
}
