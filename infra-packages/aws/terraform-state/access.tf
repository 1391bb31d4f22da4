locals {
  # The backend lists what is below it to find workspaces.
  workspaces_prefix = "env:/"

  access_statements = {
    for name, grant in var.state_access : name => concat(
      [
        {
          Sid       = "ListStates"
          Effect    = "Allow"
          Action    = ["s3:ListBucket"]
          Resource  = [local.bucket_arn]
          Condition = { StringLike = { "s3:prefix" = concat(grant.state_keys, [local.workspaces_prefix]) } }
        },
        {
          Sid       = grant.access == "read-write" ? "WriteStates" : "ReadStates"
          Effect    = "Allow"
          Action    = grant.access == "read-write" ? ["s3:GetObject", "s3:PutObject"] : ["s3:GetObject"]
          Resource  = [for key in grant.state_keys : "${local.bucket_arn}/${key}"]
          Condition = {}
        },
        {
          Sid       = "UseKey"
          Effect    = "Allow"
          Action    = grant.access == "read-write" ? ["kms:Decrypt", "kms:GenerateDataKey"] : ["kms:Decrypt"]
          Resource  = [local.kms_key_arn]
          Condition = {}
        },
      ],
      grant.access == "read-write" && var.locking != "dynamodb" ? [{
        Sid       = "LockStates"
        Effect    = "Allow"
        Action    = ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"]
        Resource  = [for key in grant.state_keys : "${local.bucket_arn}/${key}.tflock"]
        Condition = {}
      }] : [],
      local.uses_lock_table ? [{
        Sid      = "UseLockTable"
        Effect   = "Allow"
        Action   = grant.access == "read-write" ? ["dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem"] : ["dynamodb:GetItem"]
        Resource = aws_dynamodb_table.lock[*].arn
        # A state has an item for its lock, and one for its digest, which readers compare.
        Condition = {
          "ForAllValues:StringLike" = {
            "dynamodb:LeadingKeys" = flatten([
              for key in grant.state_keys : [for suffix in grant.access == "read-write" ? ["", "-md5"] : ["-md5"] : "${var.bucket_name}/${key}${suffix}"]
            ])
          }
        }
      }] : [],
    )
  }

  role_grants = merge([
    for name, grant in var.state_access : {
      for role in grant.role_names : "${name}/${role}" => { name = name, role = role }
    }
  ]...)
}

resource "aws_iam_policy" "state_access" {
  for_each = local.access_statements

  name        = "${var.bucket_name}-${each.key}"
  description = "${title(var.state_access[each.key].access)} access to Terraform states in ${var.bucket_name}"

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [for statement in each.value : { for name, value in statement : name => value if name != "Condition" || length(value) > 0 }]
  })

  tags = var.tags
}

resource "aws_iam_role_policy_attachment" "state_access" {
  for_each = local.role_grants

  role       = each.value.role
  policy_arn = aws_iam_policy.state_access[each.value.name].arn
}
