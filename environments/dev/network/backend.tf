# The rest is in ../dev.tfbackend.
terraform {
  backend "s3" {
    key = "network.tfstate"
  }
}
