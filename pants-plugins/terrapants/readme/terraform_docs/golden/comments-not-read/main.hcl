# C
variable "v" {}
