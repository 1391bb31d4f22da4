variable "bucket_name" {
  description = "Name of the bucket that holds states, which must be unique worldwide."
  type        = string
}

variable "region" {
  description = "Region to create the resources in."
  type        = string
  default     = "eu-central-1"
}
