variable "account_id" {
  description = "Account of the environment. Terraform refuses the credentials of another one."
  type        = string
}

variable "region" {
  description = "Region of the environment."
  type        = string
}

variable "alert_email_addresses" {
  description = "Who is told of alarms and of costs."
  type        = set(string)
}

variable "monthly_budget" {
  description = "US dollars that the environment may cost in a month."
  type        = number
}
