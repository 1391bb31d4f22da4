alert_email_addresses = ["staging-alerts@example.com"]
monthly_budget        = 500
