output "plain" {}
