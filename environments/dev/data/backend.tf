# The rest is in ../dev.tfbackend.
terraform {
  backend "s3" {
    key = "data.tfstate"
  }
}
