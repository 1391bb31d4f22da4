mock_provider "aws" {
  source = "../mock-defaults"

  mock_resource "aws_ce_anomaly_monitor" {
    defaults = {
      arn = "arn:aws:ce::111122223333:anomalymonitor/0a1b2c3d-0000-4000-8000-000000000000"
    }
  }
}

variables {
  name            = "account"
  limit_amount    = 500
  email_addresses = ["platform@example.com", "finance@example.com"]
  sns_topic       = { arn = "arn:aws:sns:eu-central-1:111122223333:costs" }
  anomaly_monitor = {}
}

run "each_service_is_watched" {
  assert {
    condition     = aws_ce_anomaly_monitor.this[0].monitor_type == "DIMENSIONAL" && aws_ce_anomaly_monitor.this[0].monitor_dimension == "SERVICE"
    error_message = "The monitor must watch the costs of each service."
  }

  assert {
    condition     = output.anomaly_monitor_arn == aws_ce_anomaly_monitor.this[0].arn
    error_message = "The output must be the ARN of the monitor."
  }

  assert {
    condition     = output.anomaly_subscription_arns == { for frequency, each in aws_ce_anomaly_subscription.this : frequency => each.arn } && toset(keys(output.anomaly_subscription_arns)) == toset(["IMMEDIATE", "DAILY"])
    error_message = "The ARNs of subscriptions must be found by their frequency."
  }

  assert {
    condition     = alltrue([for each in aws_ce_anomaly_subscription.this : each.monitor_arn_list == tolist([aws_ce_anomaly_monitor.this[0].arn])])
    error_message = "The subscriptions must be to the monitor."
  }
}

run "topic_is_told_at_once_and_addresses_once_a_day" {
  command = plan

  variables {
    anomaly_monitor = { minimum_impact = 25 }
    tags            = { team = "platform" }
  }

  assert {
    condition = { for each in aws_ce_anomaly_subscription.this : each.frequency => toset([for subscriber in each.subscriber : "${subscriber.type} ${subscriber.address}"]) } == {
      IMMEDIATE = toset(["SNS arn:aws:sns:eu-central-1:111122223333:costs"])
      DAILY     = toset(["EMAIL platform@example.com", "EMAIL finance@example.com"])
    }
    error_message = "Each kind of subscriber must have the frequency that AWS has for it."
  }

  assert {
    condition     = alltrue([for each in aws_ce_anomaly_subscription.this : one(each.threshold_expression[0].dimension[0].values) == "25" && each.threshold_expression[0].dimension[0].key == "ANOMALY_TOTAL_IMPACT_ABSOLUTE"])
    error_message = "Only anomalies of the given impact must be told."
  }

  assert {
    condition     = aws_ce_anomaly_monitor.this[0].tags == tomap({ team = "platform" }) && alltrue([for each in aws_ce_anomaly_subscription.this : each.tags == tomap({ team = "platform" })])
    error_message = "Monitor and subscriptions must carry the given tags."
  }
}

run "only_addresses_are_told" {
  command = plan

  variables {
    sns_topic = null
  }

  assert {
    condition     = keys(aws_ce_anomaly_subscription.this) == ["DAILY"]
    error_message = "Without a topic, there must be no subscription for it."
  }
}

run "only_the_topic_is_told" {
  command = plan

  variables {
    email_addresses = []
  }

  assert {
    condition     = keys(aws_ce_anomaly_subscription.this) == ["IMMEDIATE"]
    error_message = "Without addresses, there must be no subscription for them."
  }
}
