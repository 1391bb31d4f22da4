provider "aws" {
  region = var.region
}

module "invoices" {
  source = "../../"

  bucket_name = var.bucket_name
}
