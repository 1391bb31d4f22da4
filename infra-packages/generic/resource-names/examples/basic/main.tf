module "names" {
  source = "../../"

  product     = "orders"
  environment = "prod"
  owner       = "team-orders"

  resources = {
    invoices = { kind = "aws/s3-bucket", role = "invoices" }
    worker   = { kind = "aws/iam-role", role = "worker" }
  }
}
