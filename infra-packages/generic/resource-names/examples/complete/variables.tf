variable "environment" {
  description = "Environment to name the resources of."
  type        = string
  default     = "prod"
}
