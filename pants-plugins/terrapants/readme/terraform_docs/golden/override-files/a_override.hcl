variable "v" {
  default = 2
}
