provider "aws" {
  region = var.region
}

module "state" {
  source = "../../"

  bucket_name = var.bucket_name
}
