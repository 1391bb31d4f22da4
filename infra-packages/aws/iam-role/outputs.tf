output "role_arn" {
  description = "ARN of the role. It is known only when the role has its policies."
  value       = aws_iam_role.this.arn

  depends_on = [
    aws_iam_role_policy.this,
    aws_iam_role_policy_attachment.this,
  ]
}

output "role_name" {
  description = "Name of the role."
  value       = aws_iam_role.this.name
}

output "role_unique_id" {
  description = "Unique id of the role, as `aws:userid` shows it. A role that is created again under the same name has another."
  value       = aws_iam_role.this.unique_id
}

output "trust_policy_json" {
  description = "Trust policy as a JSON document."
  value       = aws_iam_role.this.assume_role_policy
}

output "instance_profile_arn" {
  description = "ARN of the instance profile; `null` without one."
  value       = one(aws_iam_instance_profile.this[*].arn)
}

output "instance_profile_name" {
  description = "Name of the instance profile, as EC2 instances and launch templates take it; `null` without one."
  value       = one(aws_iam_instance_profile.this[*].name)

  depends_on = [
    aws_iam_role_policy.this,
    aws_iam_role_policy_attachment.this,
  ]
}
