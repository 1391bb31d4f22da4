locals {
  # What a metric filter counts, for the alarms on it.
  filter_metrics = {
    for name, filter in var.metric_filters : name => {
      namespace   = coalesce(filter.namespace, var.metric_namespace, var.name)
      metric_name = coalesce(filter.metric_name, name)
    }
  }
}

resource "aws_cloudwatch_log_group" "this" {
  #checkov:skip=CKV_AWS_158:The key is kms_key_arn; without one, CloudWatch Logs encrypts with its own.
  for_each = var.log_groups

  name              = each.key
  retention_in_days = each.value.retention_in_days
  kms_key_id        = var.kms_key_arn
  skip_destroy      = each.value.keep_on_destroy

  tags = var.tags
}

resource "aws_cloudwatch_log_metric_filter" "this" {
  for_each = var.metric_filters

  name           = "${var.name}-${each.key}"
  log_group_name = try(aws_cloudwatch_log_group.this[each.value.log_group_name].name, each.value.log_group_name)
  pattern        = each.value.pattern

  metric_transformation {
    namespace  = local.filter_metrics[each.key].namespace
    name       = local.filter_metrics[each.key].metric_name
    value      = each.value.value
    unit       = each.value.unit
    dimensions = each.value.dimensions
    # CloudWatch has no default value for metrics with dimensions.
    default_value = length(each.value.dimensions) == 0 ? each.value.default_value : null
  }
}
