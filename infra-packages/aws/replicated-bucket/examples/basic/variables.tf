variable "bucket_name" {
  description = "Name of the bucket, which must be unique worldwide."
  type        = string
}

variable "region" {
  description = "Region of the bucket."
  type        = string
  default     = "eu-central-1"
}

variable "replica_region" {
  description = "Region of the replica."
  type        = string
  default     = "eu-west-1"
}
