variable "region" {
  description = "Region to create the resources in."
  type        = string
  default     = "eu-central-1"
}
