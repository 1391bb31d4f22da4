variable "bucket_name" {
  description = "Globally unique name of the bucket: 3 to 52 lowercase letters, digits and hyphens, since the names of the role and of the replica begin with it."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]{1,50}[a-z0-9]$", var.bucket_name))
    error_message = "The bucket name must have 3 to 52 lowercase letters, digits and hyphens, and begin and end with a letter or digit."
  }
}

variable "replica_bucket_name" {
  description = "Name of the bucket that receives the replicas; `<bucket_name>-replica` when not given."
  type        = string
  default     = null

  validation {
    condition     = var.replica_bucket_name == null || can(regex("^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$", var.replica_bucket_name))
    error_message = "The name of the replica must have 3 to 63 lowercase letters, digits and hyphens, and begin and end with a letter or digit."
  }
}

variable "kms_keys" {
  description = "ARNs of the KMS keys of the bucket (`source_arn`) and of its replica (`replica_arn`), each in the Region of its bucket. Without them, S3 encrypts with keys that it owns."
  type = object({
    source_arn  = string
    replica_arn = string
  })
  default = null

  validation {
    condition     = var.kms_keys == null || alltrue([for arn in values(coalesce(var.kms_keys, {})) : can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", arn))])
    error_message = "Both KMS keys must be given by the ARNs of the keys, not by ids or aliases."
  }
}

variable "replicate_delete_markers" {
  description = "Whether an object that is deleted in the bucket is deleted in the replica as well. Versions are never deleted there."
  type        = bool
  default     = false
}

variable "replica_storage_class" {
  description = "Storage class of the replicas; that of the objects when not given."
  type        = string
  default     = null

  validation {
    condition     = var.replica_storage_class == null || contains(["STANDARD", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"], coalesce(var.replica_storage_class, "STANDARD"))
    error_message = "The storage class must be STANDARD, STANDARD_IA, ONEZONE_IA, INTELLIGENT_TIERING, GLACIER_IR, GLACIER or DEEP_ARCHIVE."
  }
}

variable "replication_time_control" {
  description = "Whether S3 commits itself to replicate within 15 minutes, at an extra charge, and publishes metrics of what is pending."
  type        = bool
  default     = false
}

variable "noncurrent_version_expiration_days" {
  description = "Days after which earlier versions expire in both buckets; `null` keeps them."
  type        = number
  default     = null

  validation {
    condition     = var.noncurrent_version_expiration_days == null || try(var.noncurrent_version_expiration_days >= 1, false)
    error_message = "Earlier versions can expire after one day at the earliest."
  }
}

variable "force_destroy" {
  description = "Whether destroying the buckets also deletes the objects in them."
  type        = bool
  default     = false
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
