provider "aws" {
  region = var.region
}

provider "aws" {
  alias  = "replica"
  region = var.replica_region
}

module "invoices" {
  source = "../../"

  providers = {
    aws         = aws
    aws.replica = aws.replica
  }

  bucket_name = var.bucket_name
}
