mock_provider "aws" {
  source = "../mock-defaults"
}

variables {
  bucket_name     = "example-states"
  kms_key         = { arn = "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000" }
  prevent_destroy = false
}

run "readers_can_only_read_the_named_states" {
  command = plan

  variables {
    state_access = {
      network-readers = { state_keys = ["network/terraform.tfstate"], role_names = ["orders-deploy", "shop-deploy"] }
    }
  }

  assert {
    condition     = aws_iam_policy.state_access["network-readers"].name == "example-states-network-readers"
    error_message = "The policy must be named after the bucket."
  }

  assert {
    condition     = jsondecode(aws_iam_policy.state_access["network-readers"].policy).Statement[*].Sid == ["ListStates", "ReadStates", "UseKey"]
    error_message = "Readers need neither locks nor write access."
  }

  assert {
    condition = { for s in jsondecode(aws_iam_policy.state_access["network-readers"].policy).Statement : s.Sid => s }.ReadStates == {
      Sid      = "ReadStates"
      Effect   = "Allow"
      Action   = ["s3:GetObject"]
      Resource = ["arn:aws:s3:::example-states/network/terraform.tfstate"]
    }
    error_message = "Readers must be able to read the named state, and nothing else."
  }

  assert {
    condition     = { for s in jsondecode(aws_iam_policy.state_access["network-readers"].policy).Statement : s.Sid => s }.ListStates.Condition == { StringLike = { "s3:prefix" = ["network/terraform.tfstate", "env:/"] } }
    error_message = "Readers must be able to list the named state and workspaces only."
  }

  assert {
    condition     = { for s in jsondecode(aws_iam_policy.state_access["network-readers"].policy).Statement : s.Sid => s }.UseKey.Action == ["kms:Decrypt"]
    error_message = "Readers must not be able to encrypt."
  }

  assert {
    condition     = { for s in jsondecode(aws_iam_policy.state_access["network-readers"].policy).Statement : s.Sid => s }.UseKey.Resource == ["arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000"]
    error_message = "Readers must be able to use the key of states only."
  }

  assert {
    condition     = toset([for attachment in aws_iam_role_policy_attachment.state_access : attachment.role]) == toset(["orders-deploy", "shop-deploy"])
    error_message = "The policy must be attached to each role."
  }
}

run "writers_can_write_and_lock_the_named_states" {
  command = plan

  variables {
    state_access = {
      payments = { state_keys = ["payments/*"], access = "read-write" }
    }
  }

  assert {
    condition     = jsondecode(aws_iam_policy.state_access["payments"].policy).Statement[*].Sid == ["ListStates", "WriteStates", "UseKey", "LockStates"]
    error_message = "Writers need states, their locks and the key."
  }

  assert {
    condition     = { for s in jsondecode(aws_iam_policy.state_access["payments"].policy).Statement : s.Sid => s }.WriteStates.Action == ["s3:GetObject", "s3:PutObject"]
    error_message = "Writers must not be able to delete a state."
  }

  assert {
    condition     = { for s in jsondecode(aws_iam_policy.state_access["payments"].policy).Statement : s.Sid => s }.WriteStates.Resource == ["arn:aws:s3:::example-states/payments/*"]
    error_message = "Writers must be able to write the named states only."
  }

  assert {
    condition = { for s in jsondecode(aws_iam_policy.state_access["payments"].policy).Statement : s.Sid => s }.LockStates == {
      Sid      = "LockStates"
      Effect   = "Allow"
      Action   = ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"]
      Resource = ["arn:aws:s3:::example-states/payments/*.tflock"]
    }
    error_message = "Writers must be able to create and delete the lock files of the named states."
  }

  assert {
    condition     = { for s in jsondecode(aws_iam_policy.state_access["payments"].policy).Statement : s.Sid => s }.UseKey.Action == ["kms:Decrypt", "kms:GenerateDataKey"]
    error_message = "Writers must be able to encrypt and decrypt."
  }

  assert {
    condition     = length(aws_iam_role_policy_attachment.state_access) == 0
    error_message = "Without roles, the policy must not be attached."
  }
}

run "access_to_the_lock_table_is_limited_to_the_items_of_the_states" {
  variables {
    locking = "dynamodb"
    state_access = {
      readers = { state_keys = ["network.tfstate"] }
      writers = { state_keys = ["network.tfstate"], access = "read-write" }
    }
  }

  assert {
    condition     = jsondecode(aws_iam_policy.state_access["writers"].policy).Statement[*].Sid == ["ListStates", "WriteStates", "UseKey", "UseLockTable"]
    error_message = "Without lock files, writers need the table instead."
  }

  assert {
    condition = { for s in jsondecode(aws_iam_policy.state_access["writers"].policy).Statement : s.Sid => s }.UseLockTable == {
      Sid       = "UseLockTable"
      Effect    = "Allow"
      Action    = ["dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem"]
      Resource  = [aws_dynamodb_table.lock[0].arn]
      Condition = { "ForAllValues:StringLike" = { "dynamodb:LeadingKeys" = ["example-states/network.tfstate", "example-states/network.tfstate-md5"] } }
    }
    error_message = "Writers must be able to change the lock and the digest of the named state only."
  }

  assert {
    condition     = { for s in jsondecode(aws_iam_policy.state_access["readers"].policy).Statement : s.Sid => s }.UseLockTable.Action == ["dynamodb:GetItem"]
    error_message = "Readers must not be able to lock."
  }

  assert {
    condition     = { for s in jsondecode(aws_iam_policy.state_access["readers"].policy).Statement : s.Sid => s }.UseLockTable.Condition == { "ForAllValues:StringLike" = { "dynamodb:LeadingKeys" = ["example-states/network.tfstate-md5"] } }
    error_message = "Readers must be able to read the digest of the named state only."
  }

  assert {
    condition     = output.access_policy_arns == { for name, policy in aws_iam_policy.state_access : name => policy.arn } && toset(keys(output.access_policy_arns)) == toset(["readers", "writers"])
    error_message = "The ARNs of the policies must be found by their names."
  }
}

run "both_kinds_of_locking_need_both_kinds_of_access" {
  command = plan

  variables {
    locking      = "both"
    state_access = { writers = { state_keys = ["network.tfstate"], access = "read-write" } }
  }

  assert {
    condition     = [for statement in local.access_statements["writers"] : statement.Sid] == ["ListStates", "WriteStates", "UseKey", "LockStates", "UseLockTable"]
    error_message = "Writers need lock files and the table."
  }
}
