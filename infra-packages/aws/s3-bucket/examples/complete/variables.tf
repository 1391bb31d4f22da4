variable "bucket_prefix" {
  description = "Beginning of the names of the buckets, which must be unique worldwide."
  type        = string
}

variable "region" {
  description = "Region to create the resources in."
  type        = string
  default     = "eu-central-1"
}
