# The rest is in ../staging.tfbackend.
terraform {
  backend "s3" {
    key = "data.tfstate"
  }
}
