"""How Terraform is kept from a cloud, and how it says so. Plain Python: sandboxes have it too."""

from __future__ import annotations

import re

# Not a real name (RFC 6761), so that what asks for it fails at once, and says what this is about.
NO_CLOUD = "http://no-real-cloud.invalid"
# What the AWS provider and the S3 backend say when they find no credentials, or do not reach AWS.
REFUSED = re.compile(
    r"no-real-cloud\.invalid|credential sources|shared config profile|EC2 IMDS"
    "|static credentials are empty|No valid credential",
    re.IGNORECASE,
)
CREDENTIALS_TO_NAME = (
    "Name the variables in its `extra_env_vars`: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or "
    "AWS_PROFILE and HOME; on a machine with a role, `AWS_EC2_METADATA_DISABLED=false`."
)
