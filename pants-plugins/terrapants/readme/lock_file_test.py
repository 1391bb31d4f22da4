from __future__ import annotations

from terrapants.readme.lock_file import locked_versions

LOCK = """\
provider "registry.terraform.io/hashicorp/aws" {
  version     = "5.100.0"
  constraints = ">= 5.80.0"
  hashes = [
    "h1:x",
  ]
}

provider "example.com/team/internal" {
  version = "1.2.3"
}
"""


def test_versions() -> None:
    assert locked_versions(LOCK, "a") == {"aws": "5.100.0", "internal": "1.2.3"}


def test_a_broken_file_has_none() -> None:
    assert locked_versions("provider {", "a") == {}
