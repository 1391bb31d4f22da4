variable "code" {
  description = "x\n```\ny\n```\nz"
}

variable "only_code" {
  description = "\n\n```\nmap(object({\n  a=string\n\n  b = number\n}))\n```\n"
}

variable "lines" {
  description = "one\ntwo"
}

variable "settings" {
  description = <<-EOT
    Settings of the thing:
    - `a`: one | two
    - b_c: more
  EOT
  type = object({
    a   = string
    b_c = optional(number, 1)
  })
  default = {
    a = "x|y"
  }
}
