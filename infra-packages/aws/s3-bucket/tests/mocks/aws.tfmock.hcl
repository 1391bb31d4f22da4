mock_data "aws_caller_identity" {
  defaults = {
    account_id = "111122223333"
  }
}

mock_data "aws_partition" {
  defaults = {
    partition = "aws"
  }
}

mock_resource "aws_s3_bucket" {
  defaults = {
    arn                         = "arn:aws:s3:::example-data"
    bucket_regional_domain_name = "example-data.s3.eu-central-1.amazonaws.com"
    hosted_zone_id              = "Z21DNDUVLTQW6Q"
  }
}
