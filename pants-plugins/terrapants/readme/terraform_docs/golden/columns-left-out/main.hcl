module "inner" {
  source  = "example/part/aws"
  version = "1.2.3"
}

variable "a_last" {
  description = "a_b | c"
  type        = bool
  default     = false
}
