"""The provider versions of a `.terraform.lock.hcl`."""

from __future__ import annotations

from collections.abc import Mapping

from terrapants.hcl.document import HclSyntaxError, parse
from terrapants.hcl.expressions import literal_string

LOCK_FILE = ".terraform.lock.hcl"


def locked_versions(text: str, path: str) -> Mapping[str, str]:
    """The version of each provider, by the last part of its source.

    Nothing where the file is not valid, as in terraform-docs: Terraform itself will complain.
    """
    try:
        blocks = parse(text, path).body.blocks("provider", 1)
    except HclSyntaxError:
        return {}
    found = {}
    for block in blocks:
        version = literal_string(block.body.attribute("version"))
        if version is not None:
            found[block.labels[0].rpartition("/")[2]] = version
    return found
