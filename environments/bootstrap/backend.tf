# The rest is in ../<environment>/<environment>.tfbackend. docs/using/environments.md says how the first apply does without.
terraform {
  backend "s3" {
    key = "bootstrap.tfstate"
  }
}
