output "alarm_arns" {
  description = "ARNs of the alarms, by name."
  value       = module.alarms.metric_alarm_arns
}
