output "queue_url" {
  description = "URL of the queue of orders."
  value       = module.orders.queue_url
}
