locals {
  conventions = merge(jsondecode(file("${path.module}/conventions.json")), var.additional_conventions)

  # What an unknown kind gets, for which the precondition has the message.
  no_convention = { max_length = 64, separator = "-", pattern = "" }

  checksum_length = 6

  parts = compact([var.product, var.environment, var.region_code])

  kinds = {
    for key, resource in var.resources : key => lookup(local.conventions, resource.kind, local.no_convention)
  }

  plain_names = {
    for key, resource in var.resources : key => join(
      local.kinds[key].separator,
      compact(concat(local.parts, split("-", coalesce(resource.role, "-")))),
    )
  }

  # A name that is too long keeps its beginning and ends in a checksum of the whole, so that two of them differ.
  names = {
    for key, name in local.plain_names : key => length(name) <= local.kinds[key].max_length ? name : join(
      local.kinds[key].separator,
      [
        trimsuffix(substr(name, 0, local.kinds[key].max_length - local.checksum_length - length(local.kinds[key].separator)), "-"),
        substr(sha256(name), 0, local.checksum_length),
      ],
    )
  }

  tags = merge(
    var.additional_tags,
    {
      product     = var.product
      environment = var.environment
      owner       = var.owner
      managed-by  = "terraform"
    },
    var.cost_center == null ? {} : { cost-center = var.cost_center },
  )
}

# In the state, so that a plan shows which names change.
resource "terraform_data" "name" {
  for_each = var.resources

  input = local.names[each.key]

  lifecycle {
    precondition {
      condition     = contains(keys(local.conventions), each.value.kind)
      error_message = "There is no convention for the kind ${each.value.kind} of ${each.key}. Add it to additional_conventions, or use one of ${join(", ", sort(keys(local.conventions)))}."
    }

    precondition {
      condition     = can(regex(local.kinds[each.key].pattern, local.names[each.key]))
      error_message = "The name ${local.names[each.key]} of ${each.key} is not allowed for ${each.value.kind}: it must match ${local.kinds[each.key].pattern}."
    }
  }
}
