variable "bucket_name" {
  description = "Name of the bucket that receives flow logs."
  type        = string
}
