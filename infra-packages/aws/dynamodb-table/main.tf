data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

data "aws_region" "current" {}

locals {
  # Built from the name, so that a plan shows the whole policy before the table exists.
  table_arn = "arn:${data.aws_partition.current.partition}:dynamodb:${data.aws_region.current.id}:${data.aws_caller_identity.current.account_id}:table/${var.name}"

  keys = concat(
    [var.hash_key],
    var.range_key == null ? [] : [var.range_key],
    [for index in var.global_secondary_indexes : index.hash_key],
    [for index in var.global_secondary_indexes : index.range_key if index.range_key != null],
    [for index in var.local_secondary_indexes : index.range_key],
  )
  types_by_attribute = { for key in local.keys : key.name => key.type... }
}

resource "aws_dynamodb_table" "this" {
  #checkov:skip=CKV_AWS_119:Without a key, the AWS managed one encrypts the table; kms_key_arn takes another.
  name                        = var.name
  hash_key                    = var.hash_key.name
  range_key                   = try(var.range_key.name, null)
  billing_mode                = var.provisioned_capacity == null ? "PAY_PER_REQUEST" : "PROVISIONED"
  read_capacity               = try(var.provisioned_capacity.read.min, null)
  write_capacity              = try(var.provisioned_capacity.write.min, null)
  table_class                 = var.table_class
  stream_enabled              = var.stream_view_type != null
  stream_view_type            = var.stream_view_type
  deletion_protection_enabled = var.deletion_protection_enabled

  dynamic "attribute" {
    for_each = local.types_by_attribute

    content {
      name = attribute.key
      type = attribute.value[0]
    }
  }

  dynamic "global_secondary_index" {
    for_each = var.global_secondary_indexes

    content {
      name               = global_secondary_index.key
      hash_key           = global_secondary_index.value.hash_key.name
      range_key          = try(global_secondary_index.value.range_key.name, null)
      projection_type    = global_secondary_index.value.projection_type
      non_key_attributes = global_secondary_index.value.non_key_attributes
      read_capacity      = try(global_secondary_index.value.provisioned_capacity.read, null)
      write_capacity     = try(global_secondary_index.value.provisioned_capacity.write, null)
    }
  }

  dynamic "local_secondary_index" {
    for_each = var.local_secondary_indexes

    content {
      name               = local_secondary_index.key
      range_key          = local_secondary_index.value.range_key.name
      projection_type    = local_secondary_index.value.projection_type
      non_key_attributes = local_secondary_index.value.non_key_attributes
    }
  }

  dynamic "on_demand_throughput" {
    for_each = var.on_demand_limits == null ? [] : [var.on_demand_limits]

    content {
      max_read_request_units  = on_demand_throughput.value.read
      max_write_request_units = on_demand_throughput.value.write
    }
  }

  dynamic "ttl" {
    for_each = var.ttl_attribute == null ? [] : [var.ttl_attribute]

    content {
      enabled        = true
      attribute_name = ttl.value
    }
  }

  server_side_encryption {
    enabled     = true
    kms_key_arn = var.kms_key_arn
  }

  point_in_time_recovery {
    enabled = var.point_in_time_recovery_enabled
  }

  tags = var.tags

  lifecycle {
    # Auto scaling sets them.
    ignore_changes = [read_capacity, write_capacity]

    precondition {
      condition     = alltrue([for types in local.types_by_attribute : length(distinct(types)) == 1])
      error_message = "An attribute has different types: ${join(", ", [for name, types in local.types_by_attribute : "${name} is ${join(" and ", distinct(types))}" if length(distinct(types)) > 1])}."
    }

    precondition {
      condition     = length(var.local_secondary_indexes) == 0 || var.range_key != null
      error_message = "A table with local secondary indexes needs a range_key."
    }

    precondition {
      condition     = alltrue([for index in var.global_secondary_indexes : (index.provisioned_capacity == null) == (var.provisioned_capacity == null)])
      error_message = "Global secondary indexes need provisioned_capacity if the table has it, and must not have it otherwise."
    }

    precondition {
      condition     = var.on_demand_limits == null || var.provisioned_capacity == null
      error_message = "on_demand_limits are for tables without provisioned_capacity."
    }

    precondition {
      condition     = length(setintersection(keys(var.global_secondary_indexes), keys(var.local_secondary_indexes))) == 0
      error_message = "Global and local secondary indexes must have different names."
    }

    precondition {
      condition     = var.ttl_attribute == null || !contains(local.keys[*].name, coalesce(var.ttl_attribute, "-"))
      error_message = "The TTL attribute must not be a key of the table or of an index."
    }
  }
}
