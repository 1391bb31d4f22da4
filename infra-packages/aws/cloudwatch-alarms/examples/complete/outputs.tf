output "log_group_names" {
  description = "Names of the log groups."
  value       = module.alarms.log_group_names
}

output "outage_alarm_arn" {
  description = "ARN of the alarm that says that customers cannot order."
  value       = module.alarms.composite_alarm_arns["outage"]
}

output "dashboard_name" {
  description = "Name of the dashboard."
  value       = module.alarms.dashboard_name
}
