mock_provider "aws" {
  source = "../mock-defaults"
}

variables {
  function_name = "orders"
  filename      = "tests/fixtures/function.zip"
  handler       = "index.handler"
  runtime       = "python3.13"
}

run "function_may_log_and_trace" {
  command = plan

  assert {
    condition     = jsondecode(output.role_policy_json).Statement[*].Sid == ["WriteLogs", "WriteTraces"]
    error_message = "The default role must allow logs and traces, and nothing else."
  }

  assert {
    condition     = { for s in jsondecode(output.role_policy_json).Statement : s.Sid => s }.WriteLogs.Resource == ["arn:aws:logs:eu-central-1:111122223333:log-group:/aws/lambda/orders:*"]
    error_message = "The function must write to its own log group only."
  }

  assert {
    condition     = { for s in jsondecode(output.role_policy_json).Statement : s.Sid => s }.WriteLogs.Action == ["logs:CreateLogStream", "logs:PutLogEvents"]
    error_message = "The function must not be able to create log groups."
  }

  assert {
    condition     = { for s in jsondecode(output.role_policy_json).Statement : s.Sid => s }.WriteTraces.Action == ["xray:PutTelemetryRecords", "xray:PutTraceSegments"]
    error_message = "The function must be able to write traces."
  }
}

run "no_traces_without_tracing" {
  command = plan

  variables {
    tracing_mode = "PassThrough"
  }

  assert {
    condition     = jsondecode(output.role_policy_json).Statement[*].Sid == ["WriteLogs"]
    error_message = "Traces must be allowed only where they are written."
  }
}

run "key_of_the_environment_may_be_used" {
  command = plan

  variables {
    kms_key_arn = "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000"
  }

  assert {
    condition     = { for s in jsondecode(output.role_policy_json).Statement : s.Sid => s }.DecryptEnvironment.Action == ["kms:Decrypt"] && { for s in jsondecode(output.role_policy_json).Statement : s.Sid => s }.DecryptEnvironment.Resource == ["arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000"]
    error_message = "The environment must be decrypted with its key, and no other."
  }
}

run "network_interfaces_are_managed_by_lambda_only" {
  command = plan

  variables {
    vpc = { subnet_ids = ["subnet-0123456789abcdef0"], security_group_ids = ["sg-0123456789abcdef0"] }
  }

  assert {
    condition     = contains({ for s in jsondecode(output.role_policy_json).Statement : s.Sid => s }.ManageNetworkInterfaces.Action, "ec2:CreateNetworkInterface") && { for s in jsondecode(output.role_policy_json).Statement : s.Sid => s }.ManageNetworkInterfaces.Effect == "Allow"
    error_message = "Lambda must be able to connect the function."
  }

  assert {
    condition     = !contains(keys({ for s in jsondecode(output.role_policy_json).Statement : s.Sid => s }.ManageNetworkInterfaces), "Condition")
    error_message = "What Lambda does itself has no condition."
  }

  assert {
    condition     = { for s in jsondecode(output.role_policy_json).Statement : s.Sid => s }.DenyNetworkInterfacesToCode.Effect == "Deny" && { for s in jsondecode(output.role_policy_json).Statement : s.Sid => s }.DenyNetworkInterfacesToCode.Condition.ArnEquals["lambda:SourceFunctionArn"] == "arn:aws:lambda:eu-central-1:111122223333:function:orders"
    error_message = "The code of the function must not be able to manage network interfaces."
  }

  assert {
    condition     = { for s in jsondecode(output.role_policy_json).Statement : s.Sid => s }.DenyNetworkInterfacesToCode.Action == { for s in jsondecode(output.role_policy_json).Statement : s.Sid => s }.ManageNetworkInterfaces.Action
    error_message = "What Lambda may do must be denied to the code."
  }
}

run "targets_may_be_sent_to" {
  command = plan

  variables {
    dead_letter_target_arn = "arn:aws:sqs:eu-central-1:111122223333:orders-dead-letter"
    async_invocations = {
      on_success_arn = "arn:aws:events:eu-central-1:111122223333:event-bus/orders"
      on_failure_arn = "arn:aws:sns:eu-central-1:111122223333:orders-failed"
    }
    event_sources = {
      clicks = {
        event_source_arn  = "arn:aws:kinesis:eu-central-1:111122223333:stream/clicks"
        starting_position = "LATEST"
        on_failure_arn    = "arn:aws:sqs:eu-central-1:111122223333:clicks-failed"
      }
    }
  }

  assert {
    condition     = { for s in jsondecode(output.role_policy_json).Statement : s.Sid => s }.SendToSqs.Action == ["sqs:SendMessage"] && { for s in jsondecode(output.role_policy_json).Statement : s.Sid => s }.SendToSqs.Resource == ["arn:aws:sqs:eu-central-1:111122223333:orders-dead-letter", "arn:aws:sqs:eu-central-1:111122223333:clicks-failed"]
    error_message = "The dead-letter queue and the queue of failed batches must be allowed, and no others."
  }

  assert {
    condition     = { for s in jsondecode(output.role_policy_json).Statement : s.Sid => s }.SendToEvents.Action == ["events:PutEvents"] && { for s in jsondecode(output.role_policy_json).Statement : s.Sid => s }.SendToEvents.Resource == ["arn:aws:events:eu-central-1:111122223333:event-bus/orders"]
    error_message = "The event bus must be allowed."
  }

  assert {
    condition     = { for s in jsondecode(output.role_policy_json).Statement : s.Sid => s }.SendToSns.Action == ["sns:Publish"] && { for s in jsondecode(output.role_policy_json).Statement : s.Sid => s }.SendToSns.Resource == ["arn:aws:sns:eu-central-1:111122223333:orders-failed"]
    error_message = "The topic must be allowed."
  }
}

run "destination_may_be_a_function" {
  command = plan

  variables {
    async_invocations = { on_success_arn = "arn:aws:lambda:eu-central-1:111122223333:function:next" }
  }

  assert {
    condition     = { for s in jsondecode(output.role_policy_json).Statement : s.Sid => s }.SendToLambda.Action == ["lambda:InvokeFunction"] && { for s in jsondecode(output.role_policy_json).Statement : s.Sid => s }.SendToLambda.Resource == ["arn:aws:lambda:eu-central-1:111122223333:function:next"]
    error_message = "The next function must be allowed."
  }
}

run "event_sources_may_be_read" {
  command = plan

  variables {
    event_sources = {
      orders  = { event_source_arn = "arn:aws:sqs:eu-central-1:111122223333:orders" }
      clicks  = { event_source_arn = "arn:aws:kinesis:eu-central-1:111122223333:stream/clicks", starting_position = "LATEST" }
      changes = { event_source_arn = "arn:aws:dynamodb:eu-central-1:111122223333:table/orders/stream/2024-01-01T00:00:00.000", starting_position = "TRIM_HORIZON" }
    }
  }

  assert {
    condition     = { for s in jsondecode(output.role_policy_json).Statement : s.Sid => s }.ReadFromSqs.Action == ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"] && { for s in jsondecode(output.role_policy_json).Statement : s.Sid => s }.ReadFromSqs.Resource == ["arn:aws:sqs:eu-central-1:111122223333:orders"]
    error_message = "The queue must be allowed to be read."
  }

  assert {
    condition     = contains({ for s in jsondecode(output.role_policy_json).Statement : s.Sid => s }.ReadFromKinesis.Action, "kinesis:GetRecords") && { for s in jsondecode(output.role_policy_json).Statement : s.Sid => s }.ReadFromKinesis.Resource == ["arn:aws:kinesis:eu-central-1:111122223333:stream/clicks"]
    error_message = "The Kinesis stream must be allowed to be read."
  }

  assert {
    condition     = contains({ for s in jsondecode(output.role_policy_json).Statement : s.Sid => s }.ReadFromDynamodb.Action, "dynamodb:GetRecords") && { for s in jsondecode(output.role_policy_json).Statement : s.Sid => s }.ReadFromDynamodb.Resource == ["arn:aws:dynamodb:eu-central-1:111122223333:table/orders/stream/2024-01-01T00:00:00.000"]
    error_message = "The DynamoDB stream must be allowed to be read."
  }
}

run "role_can_have_its_own_name" {
  command = plan

  variables {
    role_name = "orders-eu"
  }

  assert {
    condition     = output.role_name == "orders-eu"
    error_message = "The role must have the given name."
  }
}
