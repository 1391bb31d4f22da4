resource "aws_s3_bucket" "this" {}

data "aws_region" "current" {}
