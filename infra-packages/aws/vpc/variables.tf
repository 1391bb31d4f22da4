variable "name" {
  description = "Name of the VPC, with which the names of its resources begin."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,26}[a-z0-9]$", var.name))
    error_message = "The name must have 3 to 28 lowercase letters, digits and hyphens, and begin with a letter."
  }
}

variable "cidr_block" {
  description = "IPv4 network of the VPC, between /16 and /28."
  type        = string

  validation {
    condition     = can(cidrnetmask(var.cidr_block)) && can(regex("/(1[6-9]|2[0-8])$", var.cidr_block))
    error_message = "The CIDR block must be an IPv4 network between /16 and /28, such as 10.0.0.0/16."
  }

  validation {
    condition     = try(cidrsubnet(var.cidr_block, 0, 0) == var.cidr_block, true)
    error_message = "The CIDR block must begin at its network address, such as 10.0.0.0/16 and not 10.0.0.1/16."
  }
}

variable "availability_zones" {
  description = "Names of the availability zones to use, in the order of their subnets. When empty, the first `availability_zone_count` of the Region."
  type        = list(string)
  default     = []

  validation {
    condition     = length(distinct(var.availability_zones)) == length(var.availability_zones)
    error_message = "An availability zone can be named only once."
  }
}

variable "availability_zone_count" {
  description = "Number of availability zones to use when `availability_zones` is empty."
  type        = number
  default     = 3

  validation {
    condition     = contains([1, 2, 3, 4, 5, 6], var.availability_zone_count)
    error_message = "The number of availability zones must be between 1 and 6."
  }
}

variable "subnet_newbits" {
  description = "Bits by which computed subnets are longer than the prefix of the VPC. Two of them tell the tiers apart, the others the availability zones: 4 bits make room for 4 zones."
  type        = number
  default     = 4

  validation {
    condition     = var.subnet_newbits >= 2 && var.subnet_newbits <= 12 && floor(var.subnet_newbits) == var.subnet_newbits
    error_message = "subnet_newbits must be a whole number between 2 and 12."
  }
}

variable "subnets" {
  description = <<-EOT
    Tiers of subnets, each with one subnet in every availability zone.
    - `public`: the default route is the internet gateway.
    - `private`: the default route is a NAT gateway, if there is one.
    - `database`: no default route; the subnets form a database subnet group.
    - `intra`: no default route, for workloads that need no internet access.

    `cidr_blocks`, one for each availability zone, are computed when not given.
  EOT
  type = map(object({
    cidr_blocks = optional(list(string), [])
    tags        = optional(map(string), {})
  }))
  default = {
    private = {}
    public  = {}
  }

  validation {
    condition     = length(setsubtract(keys(var.subnets), ["private", "public", "database", "intra"])) == 0
    error_message = "The tiers of subnets are private, public, database and intra."
  }

  validation {
    condition     = alltrue(flatten([for tier in var.subnets : [for cidr_block in tier.cidr_blocks : can(cidrnetmask(cidr_block)) && can(regex("/(1[6-9]|2[0-8])$", cidr_block))]]))
    error_message = "Each CIDR block must be an IPv4 network between /16 and /28, such as 10.0.16.0/20. Invalid: ${join(", ", [for key, tier in var.subnets : key if !alltrue([for cidr_block in tier.cidr_blocks : can(cidrnetmask(cidr_block)) && can(regex("/(1[6-9]|2[0-8])$", cidr_block))])])}."
  }
}

variable "map_public_ip_on_launch" {
  description = "Whether instances in public subnets get a public address unless they ask for none."
  type        = bool
  default     = false
}

variable "nat_gateway_mode" {
  description = "NAT gateways of the private subnets: `per_az` (one in each zone), `single` (one in the first zone, cheaper, not highly available) or `none`."
  type        = string
  default     = "per_az"

  validation {
    condition     = contains(["per_az", "single", "none"], var.nat_gateway_mode)
    error_message = "The NAT gateway mode must be per_az, single or none."
  }
}

variable "gateway_endpoints" {
  description = "Gateway endpoints, by service (`s3`, `dynamodb`), each with an endpoint policy as JSON or the policy of AWS, which allows everything. They are free of charge."
  type = map(object({
    policy_json = optional(string)
  }))
  default = {
    s3       = {}
    dynamodb = {}
  }

  validation {
    condition     = alltrue([for service in keys(var.gateway_endpoints) : contains(["s3", "dynamodb"], service)])
    error_message = "Gateway endpoints exist for s3 and dynamodb only. Invalid: ${join(", ", [for service in keys(var.gateway_endpoints) : service if !contains(["s3", "dynamodb"], service)])}."
  }

  validation {
    condition     = alltrue([for endpoint in var.gateway_endpoints : endpoint.policy_json == null || can(jsondecode(endpoint.policy_json).Statement)])
    error_message = "An endpoint policy must be a JSON document with a Statement element. Invalid: ${join(", ", [for key, endpoint in var.gateway_endpoints : key if !(endpoint.policy_json == null || can(jsondecode(endpoint.policy_json).Statement))])}."
  }
}

variable "flow_logs" {
  description = <<-EOT
    Flow logs of the VPC; `null` switches them off.
    - `destination`: `cloud-watch-logs`, or `s3` for hourly Parquet files.
    - `s3_bucket_arn`: ARN of the bucket, with a folder if wanted. Its policy must let `delivery.logs.amazonaws.com` write.
    - `kms_key_arn`, `retention_in_days`: encryption key and retention of the CloudWatch log group.
    - `traffic_type`: `ALL`, `ACCEPT` or `REJECT`.
    - `max_aggregation_interval`: seconds, 60 or 600.
    - `log_format`: fields of a record; the default fields of AWS when not given.
  EOT
  type = object({
    destination              = optional(string, "cloud-watch-logs")
    s3_bucket_arn            = optional(string)
    kms_key_arn              = optional(string)
    retention_in_days        = optional(number, 365)
    traffic_type             = optional(string, "ALL")
    max_aggregation_interval = optional(number, 600)
    log_format               = optional(string)
  })
  default = {}

  validation {
    condition     = var.flow_logs == null || contains(["cloud-watch-logs", "s3"], try(var.flow_logs.destination, ""))
    error_message = "The destination of flow logs must be cloud-watch-logs or s3."
  }

  validation {
    condition     = try(var.flow_logs.destination, null) != "s3" || can(regex("^arn:aws[a-z-]*:s3:::[a-z0-9.-]+(/.*)?$", var.flow_logs.s3_bucket_arn))
    error_message = "Flow logs to s3 need s3_bucket_arn, the ARN of a bucket or of a folder in it."
  }

  validation {
    condition     = try(var.flow_logs.kms_key_arn, null) == null || can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.flow_logs.kms_key_arn))
    error_message = "The KMS key of the log group must be given by the ARN of the key."
  }

  validation {
    condition = var.flow_logs == null || contains(
      [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653],
      try(var.flow_logs.retention_in_days, 0),
    )
    error_message = "The retention must be one of the periods that CloudWatch Logs knows, such as 30, 90, 365 or 3653 days."
  }

  validation {
    condition     = var.flow_logs == null || contains(["ALL", "ACCEPT", "REJECT"], try(var.flow_logs.traffic_type, ""))
    error_message = "The traffic type must be ALL, ACCEPT or REJECT."
  }

  validation {
    condition     = var.flow_logs == null || contains([60, 600], try(var.flow_logs.max_aggregation_interval, 0))
    error_message = "The aggregation interval must be 60 or 600 seconds."
  }
}

variable "tags" {
  description = "Tags of all resources."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for key in keys(var.tags) : !startswith(lower(key), "aws:")])
    error_message = "Tag keys must not begin with aws:, which AWS reserves. Invalid: ${join(", ", [for key in keys(var.tags) : key if startswith(lower(key), "aws:")])}."
  }
}
