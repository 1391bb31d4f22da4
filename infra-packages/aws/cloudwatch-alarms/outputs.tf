output "log_group_arns" {
  description = "ARNs of the log groups, by name."
  value       = { for name, group in aws_cloudwatch_log_group.this : name => group.arn }
}

output "log_group_names" {
  description = "Names of the log groups, by name as given in `log_groups`. They are known only when the groups exist, so that what writes to a group comes after it."
  value       = { for name, group in aws_cloudwatch_log_group.this : name => group.name }
}

output "filter_metrics" {
  description = "`namespace` and `metric_name` of what each metric filter counts, by key of `metric_filters`."
  value       = local.filter_metrics
}

output "metric_alarm_arns" {
  description = "ARNs of the metric alarms, by key of `metric_alarms`."
  value       = { for name, alarm in aws_cloudwatch_metric_alarm.this : name => alarm.arn }
}

output "metric_alarm_names" {
  description = "Names of the metric alarms, by key of `metric_alarms`, as rules of other composite alarms need them."
  value       = { for name, alarm in aws_cloudwatch_metric_alarm.this : name => alarm.alarm_name }
}

output "composite_alarm_arns" {
  description = "ARNs of the composite alarms, by key of `composite_alarms`."
  value       = { for name, alarm in aws_cloudwatch_composite_alarm.this : name => alarm.arn }
}

output "dashboard_arn" {
  description = "ARN of the dashboard; `null` without one."
  value       = one(aws_cloudwatch_dashboard.this[*].dashboard_arn)
}

output "dashboard_name" {
  description = "Name of the dashboard; `null` without one."
  value       = one(aws_cloudwatch_dashboard.this[*].dashboard_name)
}
