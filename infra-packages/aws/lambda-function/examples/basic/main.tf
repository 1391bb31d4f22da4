provider "aws" {
  region = var.region
}

module "orders" {
  source = "../../"

  function_name = "orders"
  filename      = var.filename
  handler       = "index.handler"
  runtime       = "python3.13"
}
