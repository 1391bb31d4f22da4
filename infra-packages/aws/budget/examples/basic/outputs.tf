output "budget_arn" {
  description = "ARN of the budget of the account."
  value       = module.budget.budget_arn
}
