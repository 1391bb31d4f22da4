# The rest is in ../production.tfbackend.
terraform {
  backend "s3" {
    key = "services.tfstate"
  }
}
