variable "nothing" {}

variable "type" {
  type = string
}

variable "quoted_type" {
  type = "string"
}

variable "commented_type" {
  type = list(string) # why
}

variable "object" {
  type = object({
    a = string # b
  })
}

variable "null" {
  default = null
}

variable "empty" {
  default = ""
}

variable "text" {
  default = "a"
}

variable "number" {
  default = 1
}

variable "bool" {
  default = true
}

variable "list" {
  default = []
}

variable "map" {
  default = {}
}

variable "nested" {
  default = { b = [1], a = null }
}

variable "large" {
  default = 9007199254740993
}

variable "product" {
  default = 60 * 60
}

variable "heredoc" {
  default = <<EOT
a
  b
EOT
}

variable "indented_heredoc" {
  default = <<-EOT
    a
      b
  EOT
}

variable "interpolation" {
  default = "$${a}"
}

# The accent is a character of its own here, and none in the README.
variable "normal_form" {
  default = "é"
}

# As in terraform-docs: it is in the source anyway.
variable "sensitive" {
  sensitive = true
  default   = "s3cret"
}

variable "not_nullable" {
  nullable = false
}
