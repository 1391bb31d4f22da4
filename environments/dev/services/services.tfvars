alert_email_addresses = ["dev-alerts@example.com"]
monthly_budget        = 200
