module "names" {
  source = "../../"

  product     = "orders"
  environment = var.environment
  region_code = "euc1"
  owner       = "team-orders"
  cost_center = "4711"

  resources = {
    invoices = { kind = "aws/s3-bucket", role = "invoices" }
    archive  = { kind = "azure/storage-account", role = "invoice-archive" }
    reports  = { kind = "gcp/project", role = "monthly-reports" }
    topic    = { kind = "aws/sns-topic", role = "order-placed" }
  }

  additional_conventions = {
    "aws/sns-topic" = { max_length = 256, pattern = "^[A-Za-z0-9_-]+$" }
  }

  additional_tags = { data-class = "internal" }
}
