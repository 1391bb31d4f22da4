"""What a dependency lock file says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Optional

from terrapants.hcl.document import Document
from terrapants.hcl.expressions import TupleValue, literal_string

# Before the platforms whose packages the file has checksums of: a checksum does not say of which
# platform it is. Terraform itself leaves the line out when it writes the file anew.
PLATFORMS_COMMENT = "# Platforms: "


@dataclass(frozen=True)
class LockedProvider:
    """A `provider` block; its fields are as written.

    :param address: such as `registry.terraform.io/hashicorp/aws`.
    """

    address: str
    version: str
    constraints: str = ""
    hashes: tuple[str, ...] = ()

    @property
    def packages(self) -> int:
        """Of how many packages it has the checksum that does not depend on a registry."""
        return sum(each.startswith("h1:") for each in self.hashes)


@dataclass(frozen=True)
class LockFile:
    """:param platforms: those that the file names; None where it names none."""

    providers: tuple[LockedProvider, ...] = ()
    platforms: Optional[tuple[str, ...]] = None


def lock_file(document: Document) -> LockFile:
    platforms = [
        tuple(comment.text[len(PLATFORMS_COMMENT) :].split())
        for comment in document.comments
        if comment.text.startswith(PLATFORMS_COMMENT)
    ]
    return LockFile(
        tuple(
            LockedProvider(
                block.labels[0],
                version,
                literal_string(block.body.attribute("constraints")) or "",
                tuple(
                    text
                    for item in (listed.items if isinstance(listed, TupleValue) else ())
                    for text in [literal_string(item)]
                    if text is not None
                ),
            )
            for block in document.body.blocks("provider", 1)
            for version in [literal_string(block.body.attribute("version"))]
            for listed in [block.body.attribute("hashes")]
            if version is not None
        ),
        platforms[0] if platforms else None,
    )


def locked_versions(document: Document) -> Mapping[str, str]:
    """The version of each provider of a `.terraform.lock.hcl`, by the provider's source address."""
    return {each.address: each.version for each in lock_file(document).providers}


def lock_file_text(found: LockFile) -> str:
    """The file as Terraform writes it, with a line that names the platforms."""
    head = [
        '# This file is maintained automatically by "terraform init".',
        "# Manual edits may be lost in future updates.",
    ]
    if found.platforms is not None:
        head.append(PLATFORMS_COMMENT + " ".join(found.platforms))
    blocks = [_block(each) for each in sorted(found.providers, key=lambda each: each.address)]
    return "\n".join(["\n".join(head) + "\n", *blocks])


def _block(provider: LockedProvider) -> str:
    lines = [f'provider "{provider.address}" {{']
    if provider.constraints:
        lines.append(f'  version     = "{provider.version}"')
        lines.append(f'  constraints = "{provider.constraints}"')
    else:
        lines.append(f'  version = "{provider.version}"')
    # Terraform refuses an empty list.
    if provider.hashes:
        lines.append("  hashes = [")
        lines.extend(f'    "{each}",' for each in sorted(provider.hashes))
        lines.append("  ]")
    return "\n".join([*lines, "}\n"])
