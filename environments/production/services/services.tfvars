alert_email_addresses = ["on-call@example.com"]
monthly_budget        = 5000
