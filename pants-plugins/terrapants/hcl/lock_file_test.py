from __future__ import annotations

from terrapants.hcl.document import parse
from terrapants.hcl.lock_file import (
    LockedProvider,
    LockFile,
    lock_file,
    lock_file_text,
    locked_versions,
)


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


TEXT = """\
# This file is maintained automatically by "terraform init".
# Manual edits may be lost in future updates.
# Platforms: darwin_arm64 linux_amd64

provider "registry.terraform.io/acme/any" {
  version = "1.0.0"
  hashes = [
    "h1:a=",
    "h1:b=",
    "zh:00",
  ]
}

provider "registry.terraform.io/hashicorp/aws" {
  version     = "5.100.0"
  constraints = ">= 5.80.0"
  hashes = [
    "h1:c=",
  ]
}
"""


def test_a_lock_file_is_read_and_written() -> None:
    found = lock_file(parse(TEXT, ".terraform.lock.hcl"))
    assert found == LockFile(
        (
            LockedProvider(
                "registry.terraform.io/acme/any", "1.0.0", "", ("h1:a=", "h1:b=", "zh:00")
            ),
            LockedProvider(
                "registry.terraform.io/hashicorp/aws", "5.100.0", ">= 5.80.0", ("h1:c=",)
            ),
        ),
        ("darwin_arm64", "linux_amd64"),
    )
    assert [each.packages for each in found.providers] == [2, 1]
    assert lock_file_text(found) == TEXT


def test_a_lock_file_of_terraform_names_no_platforms() -> None:
    text = TEXT.replace("# Platforms: darwin_arm64 linux_amd64\n", "")
    found = lock_file(parse(text, ".terraform.lock.hcl"))
    assert found.platforms is None
    assert lock_file_text(found) == text
