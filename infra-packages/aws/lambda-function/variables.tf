variable "function_name" {
  description = "Name of the function, and of its role when `role_name` is not given."
  type        = string

  validation {
    condition     = can(regex("^[a-zA-Z0-9_-]{1,64}$", var.function_name))
    error_message = "The function name has 1 to 64 letters, digits, hyphens or underscores."
  }
}

variable "description" {
  description = "What the function does, as shown in the Lambda console."
  type        = string
  default     = null

  validation {
    condition     = var.description == null || try(length(var.description) <= 256, false)
    error_message = "The description must have 256 characters at most."
  }
}

variable "filename" {
  description = "Path of a local zip archive with the code. A change of its content deploys it."
  type        = string
  default     = null
}

variable "s3_package" {
  description = "Zip archive with the code in S3. Without `version_id`, new content under the same key is not deployed."
  type = object({
    bucket     = string
    key        = string
    version_id = optional(string)
  })
  default = null
}

variable "image" {
  description = "Container image with the code: `uri` in ECR, and what to use instead of the image's own `command`, `entry_point` and `working_directory`."
  type = object({
    uri               = string
    command           = optional(list(string))
    entry_point       = optional(list(string))
    working_directory = optional(string)
  })
  default = null
}

variable "handler" {
  description = "What Lambda calls in a zip archive, such as `index.handler`."
  type        = string
  default     = null
}

variable "runtime" {
  description = "Runtime of a zip archive, such as `python3.13`."
  type        = string
  default     = null
}

variable "layer_arns" {
  description = "ARNs of layer versions, which a zip archive is run with."
  type        = list(string)
  default     = []

  validation {
    condition     = length(var.layer_arns) <= 5 && alltrue([for arn in var.layer_arns : can(regex("^arn:aws[a-z-]*:lambda:[a-z0-9-]+:[0-9]{12}:layer:[^:]+:[0-9]+$", arn))])
    error_message = "A function has 5 layers at most, each given by the ARN of one version."
  }
}

variable "architecture" {
  description = "Instruction set that the code is built for: `x86_64` or `arm64`."
  type        = string
  default     = "x86_64"

  validation {
    condition     = contains(["x86_64", "arm64"], var.architecture)
    error_message = "The architecture must be x86_64 or arm64."
  }
}

variable "code_signing_config_arn" {
  description = "ARN of the code signing configuration, with which Lambda accepts signed archives only."
  type        = string
  default     = null
}

variable "alias_name" {
  description = "Name of an alias, such as `live`, that stands for the newest version. With one, each change is published as a version, and all callers and event sources use the alias."
  type        = string
  default     = null

  validation {
    condition     = var.alias_name == null || (can(regex("^[a-zA-Z0-9_-]{1,128}$", var.alias_name)) && !can(regex("^[0-9]+$", var.alias_name)))
    error_message = "The name of the alias has 1 to 128 letters, digits, hyphens or underscores, and is not a number."
  }
}

variable "memory_size" {
  description = "Memory of the function in MB. Its share of CPU grows with it."
  type        = number
  default     = 128

  validation {
    condition     = var.memory_size >= 128 && var.memory_size <= 10240
    error_message = "The memory must be between 128 and 10240 MB."
  }
}

variable "ephemeral_storage_size" {
  description = "Size of `/tmp` in MB."
  type        = number
  default     = 512

  validation {
    condition     = var.ephemeral_storage_size >= 512 && var.ephemeral_storage_size <= 10240
    error_message = "The ephemeral storage must be between 512 and 10240 MB."
  }
}

variable "timeout" {
  description = "Seconds after which Lambda ends an invocation."
  type        = number
  default     = 3

  validation {
    condition     = var.timeout >= 1 && var.timeout <= 900
    error_message = "The timeout must be between 1 and 900 seconds."
  }
}

variable "reserved_concurrent_executions" {
  description = "Invocations that run at the same time at most, and that are reserved for the function: `-1` for no limit, `0` for none at all."
  type        = number
  default     = -1

  validation {
    condition     = var.reserved_concurrent_executions >= -1
    error_message = "The reserved concurrency must be -1 or more."
  }
}

variable "environment_variables" {
  description = "Environment variables of the function. They are readable by whoever may read its configuration: a secret belongs in Secrets Manager."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for name in keys(var.environment_variables) : can(regex("^[a-zA-Z][a-zA-Z0-9_]+$", name))])
    error_message = "The name of an environment variable has at least 2 letters, digits or underscores, and begins with a letter. Invalid: ${join(", ", [for name in keys(var.environment_variables) : name if !can(regex("^[a-zA-Z][a-zA-Z0-9_]+$", name))])}."
  }
}

variable "kms_key_arn" {
  description = "ARN of the KMS key that encrypts the environment variables. Without one, Lambda encrypts them with a key of its own."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null || can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.kms_key_arn))
    error_message = "The KMS key must be given by the ARN of the key, not by an id or alias."
  }
}

variable "vpc" {
  description = "Subnets and security groups, with which the function reaches what is in a VPC."
  type = object({
    subnet_ids         = list(string)
    security_group_ids = list(string)
    ipv6_allowed       = optional(bool, false)
  })
  default = null

  validation {
    condition     = var.vpc == null || try(length(var.vpc.subnet_ids) > 0 && length(var.vpc.security_group_ids) > 0, false)
    error_message = "A function in a VPC needs at least one subnet and one security group."
  }
}

variable "tracing_mode" {
  description = "Which invocations X-Ray traces: `Active` samples them, `PassThrough` follows the caller's decision."
  type        = string
  default     = "Active"

  validation {
    condition     = contains(["Active", "PassThrough"], var.tracing_mode)
    error_message = "The tracing mode must be Active or PassThrough."
  }
}

variable "log_format" {
  description = "Format of the log events: `JSON` or `Text`. With `null` it is left to Lambda, for Regions that have no advanced logging controls."
  type        = string
  default     = "JSON"

  validation {
    condition     = var.log_format == null || contains(["JSON", "Text"], coalesce(var.log_format, "JSON"))
    error_message = "The log format must be JSON or Text."
  }
}

variable "application_log_level" {
  description = "Lowest level of the function's own log events that are kept: `TRACE`, `DEBUG`, `INFO`, `WARN`, `ERROR` or `FATAL`. Only the format `JSON` has levels."
  type        = string
  default     = "INFO"

  validation {
    condition     = contains(["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"], var.application_log_level)
    error_message = "The application log level must be TRACE, DEBUG, INFO, WARN, ERROR or FATAL."
  }
}

variable "system_log_level" {
  description = "Lowest level of Lambda's log events that are kept: `DEBUG`, `INFO` or `WARN`. Only the format `JSON` has levels."
  type        = string
  default     = "INFO"

  validation {
    condition     = contains(["DEBUG", "INFO", "WARN"], var.system_log_level)
    error_message = "The system log level must be DEBUG, INFO or WARN."
  }
}

variable "log_retention_in_days" {
  description = "Days after which log events are deleted; `0` keeps them."
  type        = number
  default     = 365

  validation {
    condition     = contains([0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_retention_in_days)
    error_message = "The retention must be a number of days that CloudWatch Logs has, such as 30, 90, 365 or 731, or 0."
  }
}

variable "log_kms_key_arn" {
  description = "ARN of the KMS key that encrypts the log group, whose policy must let CloudWatch Logs use it. Without one, CloudWatch Logs encrypts with a key of its own."
  type        = string
  default     = null

  validation {
    condition     = var.log_kms_key_arn == null || can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.log_kms_key_arn))
    error_message = "The KMS key must be given by the ARN of the key, not by an id or alias."
  }
}

variable "role_name" {
  description = "Name of the role. Roles are global: a function of the same name in a second Region needs another."
  type        = string
  default     = null
}

variable "permissions_boundary_arn" {
  description = "ARN of the policy that limits what the role can be allowed at all."
  type        = string
  default     = null
}

variable "inline_policies" {
  description = "JSON policy documents for what the code itself does, by policy name. What Lambda needs for logs, traces, networks, targets and event sources is added as `lambda`."
  type        = map(string)
  default     = {}

  validation {
    condition     = !contains(keys(var.inline_policies), "lambda")
    error_message = "The policy name lambda is that of the module's own policy."
  }
}

variable "managed_policy_arns" {
  description = "ARNs of managed policies that the role has, by a name of your choice."
  type        = map(string)
  default     = {}
}

variable "dead_letter_target_arn" {
  description = "ARN of the SQS queue or SNS topic that receives events of asynchronous invocations that failed."
  type        = string
  default     = null

  validation {
    condition     = var.dead_letter_target_arn == null || can(regex("^arn:aws[a-z-]*:(sqs|sns):", var.dead_letter_target_arn))
    error_message = "The dead-letter target must be the ARN of an SQS queue or SNS topic."
  }
}

variable "async_invocations" {
  description = <<-EOT
    How asynchronous invocations are handled.
    - `maximum_retry_attempts`, `maximum_event_age_in_seconds`: when Lambda gives up.
    - `on_success_arn`, `on_failure_arn`: an SQS queue, SNS topic, Lambda function or event bus that receives the result.
  EOT
  type = object({
    maximum_retry_attempts       = optional(number, 2)
    maximum_event_age_in_seconds = optional(number, 21600)
    on_success_arn               = optional(string)
    on_failure_arn               = optional(string)
  })
  default = null

  validation {
    condition     = var.async_invocations == null || try(contains([0, 1, 2], var.async_invocations.maximum_retry_attempts), false)
    error_message = "An asynchronous invocation is retried 0, 1 or 2 times."
  }

  validation {
    condition     = var.async_invocations == null || try(var.async_invocations.maximum_event_age_in_seconds >= 60 && var.async_invocations.maximum_event_age_in_seconds <= 21600, false)
    error_message = "The maximum age of an event must be between 60 and 21600 seconds."
  }

  validation {
    condition     = var.async_invocations == null || alltrue([for arn in [try(var.async_invocations.on_success_arn, null), try(var.async_invocations.on_failure_arn, null)] : arn == null || can(regex("^arn:aws[a-z-]*:(sqs|sns|lambda|events):", arn))])
    error_message = "A destination must be the ARN of an SQS queue, SNS topic, Lambda function or event bus."
  }
}

variable "event_sources" {
  description = <<-EOT
    Queues and streams that Lambda reads and invokes the function with, by name.
    - `event_source_arn`: an SQS queue, Kinesis stream or DynamoDB stream.
    - `enabled`: whether Lambda reads it.
    - `batch_size`, `maximum_batching_window_in_seconds`: how many records are passed at once, and how long they are collected.
    - `filter_patterns`: JSON patterns, of which a record must match one.
    - `report_batch_item_failures`: whether the function returns which records of a batch failed, so that only these are retried.
    - `maximum_concurrency`: invocations for a queue at the same time.
    - `starting_position`: `TRIM_HORIZON` or `LATEST`, which streams need.
    - `parallelization_factor`, `maximum_retry_attempts`, `maximum_record_age_in_seconds`, `bisect_batch_on_function_error`: how batches of a stream are processed, and when Lambda gives up.
    - `on_failure_arn`: an SQS queue or SNS topic that is told of batches of a stream that failed.
  EOT
  type = map(object({
    event_source_arn                   = string
    enabled                            = optional(bool, true)
    batch_size                         = optional(number)
    maximum_batching_window_in_seconds = optional(number)
    filter_patterns                    = optional(list(string), [])
    report_batch_item_failures         = optional(bool, false)
    maximum_concurrency                = optional(number)
    starting_position                  = optional(string)
    parallelization_factor             = optional(number)
    maximum_retry_attempts             = optional(number)
    maximum_record_age_in_seconds      = optional(number)
    bisect_batch_on_function_error     = optional(bool)
    on_failure_arn                     = optional(string)
  }))
  default = {}

  validation {
    condition     = alltrue([for source in var.event_sources : can(regex("^arn:aws[a-z-]*:(sqs:|kinesis:|dynamodb:.*/stream/)", source.event_source_arn))])
    error_message = "An event source must be the ARN of an SQS queue, Kinesis stream or DynamoDB stream. Invalid: ${join(", ", [for key, source in var.event_sources : key if !can(regex("^arn:aws[a-z-]*:(sqs:|kinesis:|dynamodb:.*/stream/)", source.event_source_arn))])}."
  }

  validation {
    condition     = alltrue([for source in var.event_sources : can(regex("^arn:[^:]*:sqs:", source.event_source_arn)) ? source.starting_position == null : contains(["TRIM_HORIZON", "LATEST"], coalesce(source.starting_position, "none"))])
    error_message = "A stream needs a starting_position, TRIM_HORIZON or LATEST, and a queue has none. Invalid: ${join(", ", [for key, source in var.event_sources : key if !(can(regex("^arn:[^:]*:sqs:", source.event_source_arn)) ? source.starting_position == null : contains(["TRIM_HORIZON", "LATEST"], coalesce(source.starting_position, "none")))])}."
  }

  validation {
    condition     = alltrue([for source in var.event_sources : source.maximum_concurrency == null || (can(regex("^arn:[^:]*:sqs:", source.event_source_arn)) && try(source.maximum_concurrency >= 2, false))])
    error_message = "maximum_concurrency is for queues, and at least 2. Invalid: ${join(", ", [for key, source in var.event_sources : key if !(source.maximum_concurrency == null || (can(regex("^arn:[^:]*:sqs:", source.event_source_arn)) && try(source.maximum_concurrency >= 2, false)))])}."
  }

  validation {
    condition     = alltrue(flatten([for source in var.event_sources : [for pattern in source.filter_patterns : can(keys(jsondecode(pattern)))]]))
    error_message = "Each filter pattern must be a JSON object. Invalid: ${join(", ", [for key, source in var.event_sources : key if !alltrue([for pattern in source.filter_patterns : can(keys(jsondecode(pattern)))])])}."
  }

  validation {
    condition     = alltrue([for source in var.event_sources : source.on_failure_arn == null || (can(regex("^arn:aws[a-z-]*:(sqs|sns):", source.on_failure_arn)) && !can(regex("^arn:[^:]*:sqs:", source.event_source_arn)))])
    error_message = "on_failure_arn is for streams, and the ARN of an SQS queue or SNS topic; a queue has a dead-letter queue of its own. Invalid: ${join(", ", [for key, source in var.event_sources : key if !(source.on_failure_arn == null || (can(regex("^arn:aws[a-z-]*:(sqs|sns):", source.on_failure_arn)) && !can(regex("^arn:[^:]*:sqs:", source.event_source_arn))))])}."
  }
}

variable "callers" {
  description = <<-EOT
    Who may invoke the function, beside those whom IAM policies of the account allow it, by statement id.
    - `principal`: a service such as `events.amazonaws.com`, an account id, or the ARN of a role or user.
    - `source_arn`, `source_account`: on whose behalf a service may invoke it, of which one is needed.
    - `organization_id`: organization that the caller must belong to.
    - `through_url`: whether the caller may use `function_url`.
  EOT
  type = map(object({
    principal       = string
    source_arn      = optional(string)
    source_account  = optional(string)
    organization_id = optional(string)
    through_url     = optional(bool, false)
  }))
  default = {}

  validation {
    condition     = alltrue([for sid in keys(var.callers) : can(regex("^[a-zA-Z0-9_-]{1,90}$", sid))])
    error_message = "Each key of callers becomes a statement id and has 1 to 90 letters, digits, hyphens or underscores. Invalid: ${join(", ", [for sid in keys(var.callers) : sid if !can(regex("^[a-zA-Z0-9_-]{1,90}$", sid))])}."
  }

  validation {
    condition     = alltrue([for caller in var.callers : can(regex("^([a-z0-9.-]+\\.amazonaws\\.com(\\.cn)?|[0-9]{12}|arn:aws[a-z-]*:iam::[0-9]{12}:[^*]+)$", caller.principal))])
    error_message = "Each principal must be a service, an account id or the ARN of an IAM principal, without wildcards. Invalid: ${join(", ", [for key, caller in var.callers : key if !can(regex("^([a-z0-9.-]+\\.amazonaws\\.com(\\.cn)?|[0-9]{12}|arn:aws[a-z-]*:iam::[0-9]{12}:[^*]+)$", caller.principal))])}."
  }

  validation {
    condition     = alltrue([for caller in var.callers : !endswith(trimsuffix(caller.principal, ".cn"), ".amazonaws.com") || caller.source_arn != null || caller.source_account != null])
    error_message = "A service needs a source_arn or source_account, or any account could invoke the function through it. Invalid: ${join(", ", [for key, caller in var.callers : key if !(!endswith(trimsuffix(caller.principal, ".cn"), ".amazonaws.com") || caller.source_arn != null || caller.source_account != null)])}."
  }
}

variable "function_url" {
  description = <<-EOT
    URL of the function, which takes signed requests of IAM principals only.
    - `invoke_mode`: `BUFFERED` or `RESPONSE_STREAM`.
    - `cors`: what browsers may do from other origins.
  EOT
  type = object({
    invoke_mode = optional(string, "BUFFERED")
    cors = optional(object({
      allow_origins     = list(string)
      allow_methods     = optional(list(string))
      allow_headers     = optional(list(string))
      expose_headers    = optional(list(string))
      allow_credentials = optional(bool, false)
      max_age           = optional(number)
    }))
  })
  default = null

  validation {
    condition     = var.function_url == null || try(contains(["BUFFERED", "RESPONSE_STREAM"], var.function_url.invoke_mode), false)
    error_message = "The invoke mode must be BUFFERED or RESPONSE_STREAM."
  }

  validation {
    condition     = try(var.function_url.cors, null) == null || try(!(contains(var.function_url.cors.allow_origins, "*") && var.function_url.cors.allow_credentials), false)
    error_message = "Browsers must not send credentials from every origin: name the origins, or leave allow_credentials out."
  }
}

variable "tags" {
  description = "Tags of the function, its role, log group and event source mappings."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for key in keys(var.tags) : !startswith(lower(key), "aws:")])
    error_message = "Tag keys must not begin with aws:, which AWS reserves. Invalid: ${join(", ", [for key in keys(var.tags) : key if startswith(lower(key), "aws:")])}."
  }
}
