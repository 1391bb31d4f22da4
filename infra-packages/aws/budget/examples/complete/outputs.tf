output "budget_arns" {
  description = "ARNs of the budgets."
  value       = [module.account_budget.budget_arn, module.payments_budget.budget_arn, module.transfer_budget.budget_arn]
}

output "anomaly_monitor_arn" {
  description = "ARN of the anomaly monitor."
  value       = module.account_budget.anomaly_monitor_arn
}
