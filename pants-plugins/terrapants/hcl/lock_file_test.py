from __future__ import annotations

from terrapants.hcl.document import parse
from terrapants.hcl.lock_file import locked_versions


def test_the_version_of_each_provider() -> None:
    lock_file = parse(
        """
# This file is maintained automatically by "terraform init".
provider "registry.terraform.io/hashicorp/aws" {
  version     = "5.100.0"
  constraints = ">= 5.0.0"
  hashes      = ["h1:abc="]
}

provider "example.com/acme/foo" {
  hashes = []
}
""",
        ".terraform.lock.hcl",
    )
    assert locked_versions(lock_file) == {"registry.terraform.io/hashicorp/aws": "5.100.0"}
