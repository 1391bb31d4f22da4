data "aws_region" "current" {}

locals {
  # All alarms in one row, and below it the graph of each metric alarm, two in a row.
  status_widget = {
    type   = "alarm"
    x      = 0
    y      = 0
    width  = 24
    height = 4
    properties = {
      title  = "Alarms"
      alarms = concat(values(aws_cloudwatch_composite_alarm.this)[*].arn, values(aws_cloudwatch_metric_alarm.this)[*].arn)
    }
  }

  graph_widgets = [
    for index, name in keys(var.metric_alarms) : {
      type   = "metric"
      x      = 12 * (index % 2)
      y      = 4 + 6 * floor(index / 2)
      width  = 12
      height = 6
      properties = {
        title       = name
        region      = data.aws_region.current.id
        view        = "timeSeries"
        annotations = { alarms = [aws_cloudwatch_metric_alarm.this[name].arn] }
      }
    }
  ]
}

resource "aws_cloudwatch_dashboard" "this" {
  count = var.create_dashboard && length(var.metric_alarms) + length(var.composite_alarms) > 0 ? 1 : 0

  dashboard_name = var.name
  dashboard_body = jsonencode({ widgets = concat([local.status_widget], local.graph_widgets) })
}
