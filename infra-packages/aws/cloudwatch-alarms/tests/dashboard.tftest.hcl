mock_provider "aws" {
  source = "../mock-defaults"
}

variables {
  name = "orders"
  metric_alarms = {
    errors  = { description = "Requests fail.", namespace = "Shop", metric_name = "Errors", threshold = 0 }
    queue   = { description = "Orders wait.", namespace = "Shop", metric_name = "Waiting", threshold = 100 }
    slow    = { description = "Requests are slow.", namespace = "Shop", metric_name = "Duration", threshold = 2, statistic = "p99" }
    traffic = { description = "Nobody orders.", namespace = "Shop", metric_name = "Requests", threshold = 1, comparison_operator = "LessThanThreshold" }
  }
  composite_alarms = {
    outage = { description = "Orders cannot be placed.", all_of = ["errors", "traffic"] }
  }
}

override_resource {
  target = aws_cloudwatch_metric_alarm.this["slow"]
  values = {
    arn = "arn:aws:cloudwatch:eu-central-1:111122223333:alarm:orders-slow"
  }
}

override_resource {
  target = aws_cloudwatch_composite_alarm.this
  values = {
    arn = "arn:aws:cloudwatch:eu-central-1:111122223333:alarm:orders-outage"
  }
}

run "dashboard_shows_all_alarms" {
  assert {
    condition     = { for w in jsondecode(aws_cloudwatch_dashboard.this[0].dashboard_body).widgets : w.properties.title => w }["Alarms"].type == "alarm"
    error_message = "The first widget must show the state of the alarms."
  }

  assert {
    condition     = length({ for w in jsondecode(aws_cloudwatch_dashboard.this[0].dashboard_body).widgets : w.properties.title => w }["Alarms"].properties.alarms) == 5
    error_message = "The state of metric and composite alarms must be shown."
  }

  assert {
    condition     = contains({ for w in jsondecode(aws_cloudwatch_dashboard.this[0].dashboard_body).widgets : w.properties.title => w }["Alarms"].properties.alarms, "arn:aws:cloudwatch:eu-central-1:111122223333:alarm:orders-outage")
    error_message = "The composite alarm must be shown."
  }
}

run "dashboard_has_a_graph_for_each_metric_alarm" {
  assert {
    condition     = [for w in jsondecode(aws_cloudwatch_dashboard.this[0].dashboard_body).widgets : w.properties.title if w.type == "metric"] == ["errors", "queue", "slow", "traffic"]
    error_message = "Each metric alarm must have a graph."
  }

  assert {
    condition     = { for w in jsondecode(aws_cloudwatch_dashboard.this[0].dashboard_body).widgets : w.properties.title => w }["slow"].properties.annotations.alarms == ["arn:aws:cloudwatch:eu-central-1:111122223333:alarm:orders-slow"]
    error_message = "A graph must show the metric and threshold of its alarm."
  }

  assert {
    condition     = alltrue([for w in jsondecode(aws_cloudwatch_dashboard.this[0].dashboard_body).widgets : w.properties.region == "eu-central-1" if w.type == "metric"])
    error_message = "A graph must name the Region of its metric."
  }

  assert {
    condition     = [for w in jsondecode(aws_cloudwatch_dashboard.this[0].dashboard_body).widgets : [w.x, w.y]] == [[0, 0], [0, 4], [12, 4], [0, 10], [12, 10]]
    error_message = "Two graphs must stand side by side below the state of the alarms."
  }
}

run "dashboard_can_be_left_out" {
  command = plan

  variables {
    create_dashboard = false
  }

  assert {
    condition     = length(aws_cloudwatch_dashboard.this) == 0
    error_message = "No dashboard must be created where none is wanted."
  }
}

run "composite_alarms_alone_have_a_dashboard" {
  command = plan

  variables {
    metric_alarms    = {}
    composite_alarms = { outage = { description = "Orders cannot be placed.", rule = "ALARM(\"other\")" } }
  }

  assert {
    condition     = length(aws_cloudwatch_dashboard.this) == 1
    error_message = "The state of composite alarms must be shown as well."
  }
}
