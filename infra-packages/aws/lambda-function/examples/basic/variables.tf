variable "region" {
  description = "Region to create the resources in."
  type        = string
  default     = "eu-central-1"
}

variable "filename" {
  description = "Path of the zip archive with the code."
  type        = string
}
