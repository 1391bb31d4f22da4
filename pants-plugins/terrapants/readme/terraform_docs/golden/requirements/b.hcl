terraform {
  required_version = "< 2"
  required_providers {
    aws = "!= 5.5"
  }
}
