variable "name" {
  description = "Name of the budget, unique in the account."
  type        = string

  validation {
    condition     = can(regex("^[^:\\\\]{1,100}$", var.name))
    error_message = "The name must have 1 to 100 characters, without colons and backslashes."
  }
}

variable "limit_amount" {
  description = "What may be spent or used in each period; `null` with `auto_adjust`."
  type        = number
  default     = null

  validation {
    condition     = var.limit_amount == null || try(var.limit_amount > 0, false)
    error_message = "The limit must be greater than zero."
  }
}

variable "limit_unit" {
  description = "Unit of `limit_amount`: the currency of a cost budget, or what a usage budget counts, such as `GB`."
  type        = string
  default     = "USD"
}

variable "budget_type" {
  description = "What is counted: `COST` or `USAGE`."
  type        = string
  default     = "COST"

  validation {
    condition     = contains(["COST", "USAGE"], var.budget_type)
    error_message = "The budget type must be COST or USAGE."
  }
}

variable "time_unit" {
  description = "Period of the budget: `DAILY`, `MONTHLY`, `QUARTERLY` or `ANNUALLY`."
  type        = string
  default     = "MONTHLY"

  validation {
    condition     = contains(["DAILY", "MONTHLY", "QUARTERLY", "ANNUALLY"], var.time_unit)
    error_message = "The time unit must be DAILY, MONTHLY, QUARTERLY or ANNUALLY."
  }
}

variable "auto_adjust" {
  description = "Lets AWS set the limit instead: from the average of the last `periods`, or from its forecast when `periods` is not given."
  type = object({
    periods = optional(number)
  })
  default = null

  validation {
    condition     = try(var.auto_adjust.periods, null) == null || try(var.auto_adjust.periods >= 1 && var.auto_adjust.periods <= 60, false)
    error_message = "The limit can follow the last 1 to 60 periods."
  }
}

variable "thresholds" {
  description = "Percentages of the limit above which subscribers are told: of what was spent (`actual`), and of what AWS expects to be spent (`forecast`)."
  type = object({
    actual   = optional(list(number), [80, 100])
    forecast = optional(list(number), [100])
  })
  default = {}

  validation {
    condition     = alltrue([for threshold in concat(var.thresholds.actual, var.thresholds.forecast) : threshold > 0 && threshold <= 1000])
    error_message = "Each threshold must be a percentage greater than 0, and 1000 at most."
  }

  validation {
    condition     = length(distinct(var.thresholds.actual)) == length(var.thresholds.actual) && length(distinct(var.thresholds.forecast)) == length(var.thresholds.forecast)
    error_message = "Thresholds of the same kind must differ."
  }

  validation {
    condition     = contains(range(1, 6), length(var.thresholds.actual) + length(var.thresholds.forecast))
    error_message = "A budget needs 1 to 5 thresholds."
  }
}

variable "email_addresses" {
  description = "E-mail addresses that are told."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for address in var.email_addresses : can(regex("^[^@\\s]+@[^@\\s]+$", address))])
    error_message = "Each e-mail address must have one at sign and no spaces."
  }

  validation {
    condition     = length(var.email_addresses) <= 10
    error_message = "AWS tells 10 e-mail addresses at most."
  }
}

variable "sns_topic" {
  description = "The `arn` of an SNS topic that is told. Its policy must let `budgets.amazonaws.com` publish, and `costalerts.amazonaws.com` with an anomaly monitor."
  type = object({
    arn = string
  })
  default = null

  validation {
    condition     = var.sns_topic == null || can(regex("^arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[a-zA-Z0-9_-]+$", var.sns_topic.arn))
    error_message = "The topic must be given by its ARN, and cannot be a FIFO topic."
  }
}

variable "filters" {
  description = <<-EOT
    What is counted; everything when nothing is given. A cost must match each filter, with any of its values.
    - `services`: names of services, such as `Amazon Simple Storage Service`.
    - `accounts`, `regions`: account ids and codes of Regions.
    - `tags`: values of tags that are activated for cost allocation, by key.
    - `usage_types`, `usage_type_groups`: kinds of usage, such as `EUC1-DataTransfer-Out-Bytes` and `S3: Data Transfer - Internet (Out)`.
  EOT
  type = object({
    services          = optional(list(string), [])
    accounts          = optional(list(string), [])
    regions           = optional(list(string), [])
    tags              = optional(map(list(string)), {})
    usage_types       = optional(list(string), [])
    usage_type_groups = optional(list(string), [])
  })
  default = {}

  validation {
    condition     = alltrue([for account in var.filters.accounts : can(regex("^[0-9]{12}$", account))])
    error_message = "Each account must be a 12-digit account id."
  }
}

variable "include_credits_and_refunds" {
  description = "Whether credits and refunds are subtracted from costs. By default they are not, so that they do not hide what is spent."
  type        = bool
  default     = false
}

variable "use_amortized_costs" {
  description = "Whether what is paid in advance is spread over the time that it is for."
  type        = bool
  default     = false
}

variable "anomaly_monitor" {
  description = "Watches the costs of each service for what is unusual, and tells subscribers from a `minimum_impact` in US dollars on. It covers the whole account, whatever `filters` says, and an account has one such monitor."
  type = object({
    minimum_impact = optional(number, 100)
  })
  default = null

  validation {
    condition     = var.anomaly_monitor == null || try(var.anomaly_monitor.minimum_impact > 0, false)
    error_message = "The minimum impact must be greater than zero."
  }
}

variable "tags" {
  description = "Tags of the budget and of the anomaly monitor."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for key in keys(var.tags) : !startswith(lower(key), "aws:")])
    error_message = "Tag keys must not begin with aws:, which AWS reserves. Invalid: ${join(", ", [for key in keys(var.tags) : key if startswith(lower(key), "aws:")])}."
  }
}
