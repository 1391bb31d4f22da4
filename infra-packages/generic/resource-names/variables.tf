variable "product" {
  description = "Product that the resources belong to, with which their names begin."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9]{1,11}$", var.product))
    error_message = "The product must have 2 to 12 lowercase letters and digits, and begin with a letter."
  }
}

variable "environment" {
  description = "Environment that the resources belong to, such as `dev`, `test` or `prod`."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9]{1,7}$", var.environment))
    error_message = "The environment must have 2 to 8 lowercase letters and digits, and begin with a letter."
  }
}

variable "region_code" {
  description = "Short code of the Region, such as `euc1`; not part of the names when not given."
  type        = string
  default     = null

  validation {
    condition     = var.region_code == null || can(regex("^[a-z][a-z0-9]{1,5}$", var.region_code))
    error_message = "The code of the Region must have 2 to 6 lowercase letters and digits, and begin with a letter."
  }
}

variable "owner" {
  description = "Team that answers for the resources, for the tag `owner`."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]*$", var.owner))
    error_message = "The owner must be a team in lowercase letters, digits and hyphens, such as team-orders."
  }
}

variable "cost_center" {
  description = "Cost center that pays, for the tag `cost-center`; no such tag when not given."
  type        = string
  default     = null

  validation {
    condition     = var.cost_center == null || can(regex("^[0-9]{4,8}$", var.cost_center))
    error_message = "The cost center must have 4 to 8 digits."
  }
}

variable "resources" {
  description = "Resources to be named, by a key of the caller's: the `kind`, as in the table of the README, and the `role` that tells resources of a kind apart."
  type = map(object({
    kind = string
    role = optional(string)
  }))

  validation {
    condition     = length(var.resources) > 0
    error_message = "There must be a resource to be named."
  }

  validation {
    condition     = alltrue([for resource in var.resources : resource.role == null || can(regex("^[a-z0-9]+(-[a-z0-9]+)*$", resource.role))])
    error_message = "A role must have lowercase letters and digits, with single hyphens between words. Invalid: ${join(", ", [for key, resource in var.resources : key if !(resource.role == null || can(regex("^[a-z0-9]+(-[a-z0-9]+)*$", resource.role)))])}."
  }
}

variable "additional_conventions" {
  description = <<-EOT
    Conventions for further kinds, or instead of those of the module, by kind.
    - `max_length`: the longest name that the service takes, at least 16.
    - `separator`: what stands between the parts, a hyphen or nothing.
    - `pattern`: a regular expression that each name must match.
  EOT
  type = map(object({
    max_length = number
    separator  = optional(string, "-")
    pattern    = string
  }))
  default = {}

  validation {
    condition     = alltrue([for convention in var.additional_conventions : convention.max_length >= 16])
    error_message = "The longest name must have at least 16 characters, or nothing is left of it beside the checksum. Invalid: ${join(", ", [for key, convention in var.additional_conventions : key if !(convention.max_length >= 16)])}."
  }

  validation {
    condition     = alltrue([for convention in var.additional_conventions : contains(["-", ""], convention.separator)])
    error_message = "The separator must be a hyphen or nothing. Invalid: ${join(", ", [for key, convention in var.additional_conventions : key if !contains(["-", ""], convention.separator)])}."
  }

  validation {
    condition     = alltrue([for convention in var.additional_conventions : can(regexall(convention.pattern, ""))])
    error_message = "The pattern must be a regular expression. Invalid: ${join(", ", [for key, convention in var.additional_conventions : key if !can(regexall(convention.pattern, ""))])}."
  }
}

variable "additional_tags" {
  description = "Further tags. Those of the module take precedence."
  type        = map(string)
  default     = {}
}
