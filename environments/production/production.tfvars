# A placeholder. Environments in accounts of their own cannot reach each other.
account_id = "123456789012"
region     = "eu-central-1"
