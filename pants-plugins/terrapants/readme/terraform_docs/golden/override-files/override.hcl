variable "w" {}
