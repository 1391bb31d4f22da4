"""The provider versions of a `.terraform.lock.hcl`."""

from __future__ import annotations

from collections.abc import Mapping

from terrapants.hcl.document import HclSyntaxError, parse
from terrapants.terraform import lock_file

LOCK_FILE = ".terraform.lock.hcl"


def locked_versions(text: str, path: str) -> Mapping[str, str]:
    """The version of each provider, by the last part of its source.

    Nothing where the file is not valid, as in terraform-docs: Terraform itself will complain.
    """
    try:
        versions = lock_file.locked_versions(parse(text, path))
    except HclSyntaxError:
        return {}
    return {source.rpartition("/")[2]: version for source, version in versions.items()}
