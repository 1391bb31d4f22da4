# The rest is in ../staging.tfbackend.
terraform {
  backend "s3" {
    key = "network.tfstate"
  }
}
