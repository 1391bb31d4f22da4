"""What a dependency lock file says."""

from __future__ import annotations

from collections.abc import Mapping

from terrapants.hcl.document import Document
from terrapants.hcl.expressions import literal_string


def locked_versions(lock_file: Document) -> Mapping[str, str]:
    """The version of each provider of a `.terraform.lock.hcl`, by the provider's source address."""
    return {
        block.labels[0]: version
        for block in lock_file.body.blocks("provider", 1)
        for version in [literal_string(block.body.attribute("version"))]
        if version is not None
    }
