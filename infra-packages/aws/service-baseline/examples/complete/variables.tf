variable "region" {
  description = "Region to create the resources in."
  type        = string
  default     = "eu-central-1"
}

variable "bucket_name" {
  description = "Name of the bucket, which must be unique worldwide."
  type        = string
}

variable "alarm_topic_arn" {
  description = "ARN of the topic of whoever is on call."
  type        = string
}
