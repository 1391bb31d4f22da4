data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

data "aws_region" "source" {}

data "aws_region" "replica" {
  provider = aws.replica
}

locals {
  # Built from the names, so that a plan shows the whole policy before the buckets exist.
  source_arn  = "arn:${data.aws_partition.current.partition}:s3:::${var.bucket_name}"
  replica_arn = "arn:${data.aws_partition.current.partition}:s3:::${local.replica_bucket_name}"

  bucket_statements = [
    {
      Sid      = "ReadReplicationConfiguration"
      Effect   = "Allow"
      Action   = ["s3:GetReplicationConfiguration", "s3:ListBucket"]
      Resource = local.source_arn
    },
    {
      Sid    = "ReadSourceObjects"
      Effect = "Allow"
      Action = [
        "s3:GetObjectVersionAcl",
        "s3:GetObjectVersionForReplication",
        "s3:GetObjectVersionTagging",
      ]
      Resource = "${local.source_arn}/*"
    },
    {
      Sid      = "WriteReplicas"
      Effect   = "Allow"
      Action   = concat(["s3:ReplicateObject", "s3:ReplicateTags"], var.replicate_delete_markers ? ["s3:ReplicateDelete"] : [])
      Resource = "${local.replica_arn}/*"
    },
  ]

  # Each key serves only S3 in its Region, and only its bucket: with bucket keys the context is the bucket, without them the object.
  source_key_statements = !local.uses_kms_keys ? [] : [{
    Sid      = "DecryptSourceObjects"
    Effect   = "Allow"
    Action   = "kms:Decrypt"
    Resource = var.kms_keys.source_arn
    Condition = {
      StringEquals = { "kms:ViaService" = "s3.${data.aws_region.source.id}.amazonaws.com" }
      StringLike   = { "kms:EncryptionContext:aws:s3:arn" = [local.source_arn, "${local.source_arn}/*"] }
    }
  }]

  replica_key_statements = !local.uses_kms_keys ? [] : [{
    Sid      = "EncryptReplicas"
    Effect   = "Allow"
    Action   = ["kms:Encrypt", "kms:GenerateDataKey"]
    Resource = var.kms_keys.replica_arn
    Condition = {
      StringEquals = { "kms:ViaService" = "s3.${data.aws_region.replica.id}.amazonaws.com" }
      StringLike   = { "kms:EncryptionContext:aws:s3:arn" = [local.replica_arn, "${local.replica_arn}/*"] }
    }
  }]
}

resource "aws_iam_role" "replication" {
  name        = "${var.bucket_name}-replication"
  description = "Replicates the bucket ${var.bucket_name} to ${local.replica_bucket_name}"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "AllowReplicationOfTheBucket"
      Effect    = "Allow"
      Principal = { Service = "s3.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = {
        ArnEquals    = { "aws:SourceArn" = local.source_arn }
        StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.current.account_id }
      }
    }]
  })

  tags = var.tags
}

resource "aws_iam_role_policy" "replication" {
  name = "replicate-objects"
  role = aws_iam_role.replication.id

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = concat(local.bucket_statements, local.source_key_statements, local.replica_key_statements)
  })
}
