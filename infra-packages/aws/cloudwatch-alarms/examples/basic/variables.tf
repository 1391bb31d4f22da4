variable "region" {
  description = "Region to create the resources in."
  type        = string
  default     = "eu-central-1"
}

variable "on_call_topic_arn" {
  description = "ARN of the SNS topic that wakes whoever is on call."
  type        = string
}
