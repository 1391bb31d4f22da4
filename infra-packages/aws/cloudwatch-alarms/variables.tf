variable "name" {
  description = "What is watched. The names of alarms and metric filters begin with it; it is the name of the dashboard."
  type        = string

  validation {
    condition     = can(regex("^[a-zA-Z0-9_-]{1,100}$", var.name))
    error_message = "The name has 1 to 100 letters, digits, hyphens or underscores."
  }
}

variable "log_groups" {
  description = <<-EOT
    Log groups, by name.
    - `retention_in_days`: days after which log events are deleted; `0` keeps them.
    - `keep_on_destroy`: whether the log group stays when Terraform destroys the module.
  EOT
  type = map(object({
    retention_in_days = optional(number, 365)
    keep_on_destroy   = optional(bool, false)
  }))
  default = {}

  validation {
    condition     = alltrue([for name in keys(var.log_groups) : can(regex("^[a-zA-Z0-9._/#-]{1,512}$", name))])
    error_message = "The name of a log group has 1 to 512 letters, digits or characters of ._/#-. Invalid: ${join(", ", [for name in keys(var.log_groups) : name if !can(regex("^[a-zA-Z0-9._/#-]{1,512}$", name))])}."
  }

  validation {
    condition     = alltrue([for group in var.log_groups : contains([0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], group.retention_in_days)])
    error_message = "The retention must be a number of days that CloudWatch Logs has, such as 30, 90, 365 or 731, or 0. Invalid: ${join(", ", [for key, group in var.log_groups : key if !contains([0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], group.retention_in_days)])}."
  }
}

variable "kms_key_arn" {
  description = "ARN of the KMS key that encrypts the log groups, whose policy must let CloudWatch Logs use it. Without one, CloudWatch Logs encrypts with a key of its own."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null || can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.kms_key_arn))
    error_message = "The KMS key must be given by the ARN of the key, not by an id or alias."
  }
}

variable "metric_namespace" {
  description = "Namespace of the metrics of metric filters. It is `name` when not given."
  type        = string
  default     = null

  validation {
    condition     = var.metric_namespace == null || (can(regex("^[a-zA-Z0-9._/#:-]{1,255}$", var.metric_namespace)) && !startswith(coalesce(var.metric_namespace, "-"), "AWS/"))
    error_message = "The namespace has 1 to 255 letters, digits or characters of ._/#:-, and must not begin with AWS/, which AWS reserves."
  }
}

variable "metric_filters" {
  description = <<-EOT
    Metrics that are counted from log events, by name.
    - `log_group_name`: a log group of `log_groups`, or another that exists.
    - `pattern`: filter pattern; an empty one matches every event.
    - `metric_name`, `namespace`: of the metric; the key of the entry and `metric_namespace` when not given.
    - `value`: what an event adds: a number, or a field such as `$.duration`.
    - `default_value`: what is recorded while events arrive that do not match. A metric with dimensions has none.
    - `unit`, `dimensions`: of the metric. A dimension is a field of the event, such as `$.operation`.
  EOT
  type = map(object({
    log_group_name = string
    pattern        = string
    metric_name    = optional(string)
    namespace      = optional(string)
    value          = optional(string, "1")
    default_value  = optional(number, 0)
    unit           = optional(string, "None")
    dimensions     = optional(map(string), {})
  }))
  default = {}

  validation {
    condition     = alltrue([for name in keys(var.metric_filters) : can(regex("^[a-zA-Z0-9_-]{1,100}$", name))])
    error_message = "The name of a metric filter has 1 to 100 letters, digits, hyphens or underscores. Invalid: ${join(", ", [for name in keys(var.metric_filters) : name if !can(regex("^[a-zA-Z0-9_-]{1,100}$", name))])}."
  }

  validation {
    condition     = alltrue([for filter in var.metric_filters : length(filter.dimensions) <= 3 && alltrue([for field in values(filter.dimensions) : startswith(field, "$")])])
    error_message = "A metric filter has 3 dimensions at most, and each is a field of the event such as $.operation. Invalid: ${join(", ", [for key, filter in var.metric_filters : key if !(length(filter.dimensions) <= 3 && alltrue([for field in values(filter.dimensions) : startswith(field, "$")]))])}."
  }
}

variable "metric_alarms" {
  description = <<-EOT
    Metric alarms, by name. Each watches one of:
    - `metric_filter`: the metric of an entry of `metric_filters`;
    - `namespace`, `metric_name`: a metric of AWS or of an application;
    - `metric_queries`: a calculation, from queries by id. Each query has a `metric` or an `expression` on other ids, and one has `return_data = true`: that is the one watched.

    Settings:
    - `description`: what it means and what to do about it, for whoever is woken by it.
    - `comparison_operator`, `threshold`: when a value is bad.
    - `dimensions`, `unit`, `statistic`, `period`: which values of the metric. The statistic may be a percentile such as `p99`; the period is in seconds.
    - `evaluation_periods`, `datapoints_to_alarm`: how many of the latest periods are looked at, and how many of them must be bad; all when not given.
    - `treat_missing_data`: what a period without data counts as: `missing`, `ignore`, `breaching` or `notBreaching`.
    - `evaluate_low_sample_count_percentiles`: `ignore` keeps the state while there are too few values for a percentile, `evaluate` does not.
    - `alarm_topic_arns`, `ok_topic_arns`, `insufficient_data_topic_arns`: SNS topics instead of those of the module.
    - `actions_enabled`: whether topics are notified.
  EOT
  type = map(object({
    description   = string
    metric_filter = optional(string)
    namespace     = optional(string)
    metric_name   = optional(string)
    metric_queries = optional(map(object({
      expression  = optional(string)
      label       = optional(string)
      period      = optional(number, 60)
      return_data = optional(bool, false)
      metric = optional(object({
        namespace   = string
        metric_name = string
        dimensions  = optional(map(string), {})
        statistic   = optional(string, "Sum")
        unit        = optional(string)
      }))
    })))
    comparison_operator                   = optional(string, "GreaterThanThreshold")
    threshold                             = number
    dimensions                            = optional(map(string), {})
    unit                                  = optional(string)
    statistic                             = optional(string, "Sum")
    period                                = optional(number, 60)
    evaluation_periods                    = optional(number, 1)
    datapoints_to_alarm                   = optional(number)
    treat_missing_data                    = optional(string, "missing")
    evaluate_low_sample_count_percentiles = optional(string)
    alarm_topic_arns                      = optional(list(string))
    ok_topic_arns                         = optional(list(string))
    insufficient_data_topic_arns          = optional(list(string))
    actions_enabled                       = optional(bool, true)
  }))
  default = {}

  validation {
    condition     = alltrue([for name in keys(var.metric_alarms) : can(regex("^[a-zA-Z0-9_-]{1,100}$", name))])
    error_message = "The name of an alarm has 1 to 100 letters, digits, hyphens or underscores. Invalid: ${join(", ", [for name in keys(var.metric_alarms) : name if !can(regex("^[a-zA-Z0-9_-]{1,100}$", name))])}."
  }

  validation {
    condition     = alltrue([for alarm in var.metric_alarms : length(trimspace(alarm.description)) > 0 && length(alarm.description) <= 1024])
    error_message = "The description of an alarm must have between 1 and 1024 characters. Invalid: ${join(", ", [for key, alarm in var.metric_alarms : key if !(length(trimspace(alarm.description)) > 0 && length(alarm.description) <= 1024)])}."
  }

  validation {
    condition = alltrue([
      for alarm in var.metric_alarms :
      length([for source in [alarm.metric_filter, alarm.metric_name, alarm.metric_queries] : source if source != null]) == 1 && (alarm.metric_name == null) == (alarm.namespace == null)
    ])
    error_message = "An alarm watches either a metric_filter, or a metric_name of a namespace, or metric_queries. Invalid: ${join(", ", [for key, alarm in var.metric_alarms : key if !(length([for source in [alarm.metric_filter, alarm.metric_name, alarm.metric_queries] : source if source != null]) == 1 && (alarm.metric_name == null) == (alarm.namespace == null))])}."
  }

  validation {
    condition = alltrue(flatten([
      for alarm in var.metric_alarms : [
        for id, query in coalesce(alarm.metric_queries, {}) : can(regex("^[a-z][a-zA-Z0-9_]*$", id)) && (query.metric == null) != (query.expression == null)
      ]
    ]))
    error_message = "The id of a metric query begins with a lowercase letter, followed by letters, digits and underscores, and each query has either a metric or an expression."
  }

  validation {
    condition = alltrue([
      for alarm in var.metric_alarms : alarm.metric_queries == null || length([for query in coalesce(alarm.metric_queries, {}) : query if query.return_data]) == 1
    ])
    error_message = "Exactly one of the metric queries of an alarm must have return_data = true: it is what the alarm watches. Invalid: ${join(", ", [for key, alarm in var.metric_alarms : key if !(alarm.metric_queries == null || length([for query in coalesce(alarm.metric_queries, {}) : query if query.return_data]) == 1)])}."
  }

  validation {
    condition     = alltrue([for alarm in var.metric_alarms : contains(["GreaterThanThreshold", "GreaterThanOrEqualToThreshold", "LessThanThreshold", "LessThanOrEqualToThreshold"], alarm.comparison_operator)])
    error_message = "The comparison operator must be GreaterThanThreshold, GreaterThanOrEqualToThreshold, LessThanThreshold or LessThanOrEqualToThreshold. Invalid: ${join(", ", [for key, alarm in var.metric_alarms : key if !contains(["GreaterThanThreshold", "GreaterThanOrEqualToThreshold", "LessThanThreshold", "LessThanOrEqualToThreshold"], alarm.comparison_operator)])}."
  }

  validation {
    condition = alltrue(flatten([
      for alarm in var.metric_alarms : [
        for statistic in concat([alarm.statistic], [for query in coalesce(alarm.metric_queries, {}) : query.metric.statistic if query.metric != null]) :
        can(regex("^(Average|Maximum|Minimum|SampleCount|Sum|IQM|(p|tm|wm|tc|ts)[0-9]{1,3}([.][0-9]+)?|(PR|TM|WM|TC|TS)[(][0-9.%]*:[0-9.%]*[)])$", statistic))
      ]
    ]))
    error_message = "The statistic must be Average, Maximum, Minimum, SampleCount, Sum, a percentile such as p99, or a trimmed statistic such as tm90."
  }

  validation {
    condition = alltrue(flatten([
      for alarm in var.metric_alarms : [
        for period in concat([alarm.period], [for query in coalesce(alarm.metric_queries, {}) : query.period]) : contains([10, 30], period) || (period >= 60 && period % 60 == 0)
      ]
    ]))
    error_message = "A period must be 10 or 30 seconds, or a multiple of 60. Invalid: ${join(", ", [for key, alarm in var.metric_alarms : key if !alltrue([for period in concat([alarm.period], [for query in coalesce(alarm.metric_queries, {}) : query.period]) : contains([10, 30], period) || (period >= 60 && period % 60 == 0)])])}."
  }

  validation {
    condition     = alltrue([for alarm in var.metric_alarms : alarm.evaluation_periods >= 1 && coalesce(alarm.datapoints_to_alarm, 1) >= 1 && coalesce(alarm.datapoints_to_alarm, 1) <= alarm.evaluation_periods])
    error_message = "An alarm needs at least one evaluation period, and datapoints_to_alarm between 1 and evaluation_periods. Invalid: ${join(", ", [for key, alarm in var.metric_alarms : key if !(alarm.evaluation_periods >= 1 && coalesce(alarm.datapoints_to_alarm, 1) >= 1 && coalesce(alarm.datapoints_to_alarm, 1) <= alarm.evaluation_periods)])}."
  }

  validation {
    condition     = alltrue([for alarm in var.metric_alarms : contains(["missing", "ignore", "breaching", "notBreaching"], alarm.treat_missing_data)])
    error_message = "treat_missing_data must be missing, ignore, breaching or notBreaching. Invalid: ${join(", ", [for key, alarm in var.metric_alarms : key if !contains(["missing", "ignore", "breaching", "notBreaching"], alarm.treat_missing_data)])}."
  }

  validation {
    condition     = alltrue([for alarm in var.metric_alarms : contains(["evaluate", "ignore"], coalesce(alarm.evaluate_low_sample_count_percentiles, "evaluate"))])
    error_message = "evaluate_low_sample_count_percentiles must be evaluate or ignore. Invalid: ${join(", ", [for key, alarm in var.metric_alarms : key if !contains(["evaluate", "ignore"], coalesce(alarm.evaluate_low_sample_count_percentiles, "evaluate"))])}."
  }

  validation {
    condition = alltrue(flatten([
      for alarm in var.metric_alarms : [
        for arn in concat(coalesce(alarm.alarm_topic_arns, []), coalesce(alarm.ok_topic_arns, []), coalesce(alarm.insufficient_data_topic_arns, [])) : can(regex("^arn:aws[a-z-]*:sns:", arn))
      ]
    ]))
    error_message = "Each topic must be the ARN of an SNS topic. Invalid: ${join(", ", [for key, alarm in var.metric_alarms : key if !alltrue([for arn in concat(coalesce(alarm.alarm_topic_arns, []), coalesce(alarm.ok_topic_arns, []), coalesce(alarm.insufficient_data_topic_arns, [])) : can(regex("^arn:aws[a-z-]*:sns:", arn))])])}."
  }
}

variable "composite_alarms" {
  description = <<-EOT
    Alarms on other alarms, by name. Each has one of:
    - `any_of`, `all_of`: keys of `metric_alarms`, of which one or all must be in alarm;
    - `rule`: an alarm rule in CloudWatch's own words, which names alarms by their full names.

    `description`, topics and `actions_enabled` are as in `metric_alarms`.
  EOT
  type = map(object({
    description                  = string
    any_of                       = optional(list(string))
    all_of                       = optional(list(string))
    rule                         = optional(string)
    alarm_topic_arns             = optional(list(string))
    ok_topic_arns                = optional(list(string))
    insufficient_data_topic_arns = optional(list(string))
    actions_enabled              = optional(bool, true)
  }))
  default = {}

  validation {
    condition     = alltrue([for name in keys(var.composite_alarms) : can(regex("^[a-zA-Z0-9_-]{1,100}$", name))])
    error_message = "The name of an alarm has 1 to 100 letters, digits, hyphens or underscores. Invalid: ${join(", ", [for name in keys(var.composite_alarms) : name if !can(regex("^[a-zA-Z0-9_-]{1,100}$", name))])}."
  }

  validation {
    condition     = alltrue([for alarm in var.composite_alarms : length(trimspace(alarm.description)) > 0 && length(alarm.description) <= 1024])
    error_message = "The description of an alarm must have between 1 and 1024 characters. Invalid: ${join(", ", [for key, alarm in var.composite_alarms : key if !(length(trimspace(alarm.description)) > 0 && length(alarm.description) <= 1024)])}."
  }

  validation {
    condition = alltrue([
      for alarm in var.composite_alarms : length([for source in [alarm.any_of, alarm.all_of] : source if try(length(source) > 0, false)]) + (alarm.rule == null ? 0 : 1) == 1
    ])
    error_message = "A composite alarm has either any_of or all_of, with at least one alarm, or a rule. Invalid: ${join(", ", [for key, alarm in var.composite_alarms : key if !(length([for source in [alarm.any_of, alarm.all_of] : source if try(length(source) > 0, false)]) + (alarm.rule == null ? 0 : 1) == 1)])}."
  }

  validation {
    condition = alltrue(flatten([
      for alarm in var.composite_alarms : [
        for arn in concat(coalesce(alarm.alarm_topic_arns, []), coalesce(alarm.ok_topic_arns, []), coalesce(alarm.insufficient_data_topic_arns, [])) : can(regex("^arn:aws[a-z-]*:sns:", arn))
      ]
    ]))
    error_message = "Each topic must be the ARN of an SNS topic. Invalid: ${join(", ", [for key, alarm in var.composite_alarms : key if !alltrue([for arn in concat(coalesce(alarm.alarm_topic_arns, []), coalesce(alarm.ok_topic_arns, []), coalesce(alarm.insufficient_data_topic_arns, [])) : can(regex("^arn:aws[a-z-]*:sns:", arn))])])}."
  }
}

variable "alarm_topic_arns" {
  description = "ARNs of the SNS topics that are notified when an alarm is raised."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for arn in var.alarm_topic_arns : can(regex("^arn:aws[a-z-]*:sns:", arn))])
    error_message = "Each topic must be the ARN of an SNS topic."
  }
}

variable "ok_topic_arns" {
  description = "ARNs of the SNS topics that are notified when an alarm is over."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for arn in var.ok_topic_arns : can(regex("^arn:aws[a-z-]*:sns:", arn))])
    error_message = "Each topic must be the ARN of an SNS topic."
  }
}

variable "insufficient_data_topic_arns" {
  description = "ARNs of the SNS topics that are notified when an alarm lacks data."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for arn in var.insufficient_data_topic_arns : can(regex("^arn:aws[a-z-]*:sns:", arn))])
    error_message = "Each topic must be the ARN of an SNS topic."
  }
}

variable "create_dashboard" {
  description = "Whether to create a dashboard that shows the state of all alarms and the graph of each metric alarm."
  type        = bool
  default     = true
}

variable "tags" {
  description = "Tags of the log groups and alarms. Dashboards and metric filters have none."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for key in keys(var.tags) : !startswith(lower(key), "aws:")])
    error_message = "Tag keys must not begin with aws:, which AWS reserves. Invalid: ${join(", ", [for key in keys(var.tags) : key if startswith(lower(key), "aws:")])}."
  }
}
