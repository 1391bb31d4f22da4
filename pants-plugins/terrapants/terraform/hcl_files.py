"""Files of HCL, each read once for all who ask."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass

from pants.engine.fs import DigestContents, GlobMatchErrorBehavior, PathGlobs
from pants.engine.rules import Get, Rule, collect_rules, rule
from pants.engine.unions import UnionRule
from pants.util.logging import LogLevel

from terrapants.hcl.document import Document, HclSyntaxError, parse
from terrapants.hcl.position import LineIndex

# Reading is in Python, at 4 to 15 seconds and 200 MB of memory a megabyte. What people write is far
# smaller; what is larger is generated.
LARGEST_READ_BYTES = 1_000_000
_GLOB_CHARACTERS = "*?["

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class HclFileRequest:
    """A file's path, relative to the build root."""

    path: str


@dataclass(frozen=True)
class HclFile:
    """A file as it says.

    :param text: its content; a byte that is not UTF-8 is shown as U+FFFD.
    :param document: None where it does not parse, or is too large to be read.
    :param problem: why Terraform would refuse it. A file that is not UTF-8 may have both a document
        and a problem.
    """

    path: str
    size_bytes: int
    text: str
    document: Document | None
    problem: HclSyntaxError | None = None

    @property
    def is_too_large(self) -> bool:
        return self.size_bytes > LARGEST_READ_BYTES

    @property
    def why_unread(self) -> str:
        """A sentence, where there is no document."""
        if self.is_too_large:
            return (
                f"{self.path} has {self.size_bytes / 1e6:.1f} MB, and files of more than "
                f"{LARGEST_READ_BYTES / 1e6:g} MB are not read."
            )
        return f"{str(self.problem).rstrip('.')}."


@rule(desc="Read a file of HCL", level=LogLevel.DEBUG)
async def hcl_file(request: HclFileRequest) -> HclFile:
    contents = await Get(
        DigestContents,
        PathGlobs([literal_glob(request.path)], GlobMatchErrorBehavior.ignore),
    )
    content = contents[0].content if contents else b""
    return read_hcl_file(request.path, content)


def read_hcl_file(path: str, content: bytes) -> HclFile:
    """What a file of this content says."""
    if len(content) > LARGEST_READ_BYTES:
        return HclFile(path, len(content), "", None)
    problem = None
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        text = content.decode("utf-8", "replace")
        before = content[: error.start].decode()
        problem = HclSyntaxError(
            LineIndex(before, path).locate(len(before)),
            f"the byte 0x{content[error.start]:02x}, which is not UTF-8",
            "text in UTF-8",
        )
    try:
        document = parse(text, path)
    except HclSyntaxError as error:
        return HclFile(path, len(content), text, None, problem or error)
    return HclFile(path, len(content), text, document, problem)


def warn_of_unread_file(file: HclFile) -> None:
    """Say that a file's dependencies are not known: Terraform may still read it."""
    if file.is_too_large:
        logger.warning(
            "%s The dependencies of this file are not inferred; list them in the `dependencies` "
            "field of its target.",
            file.why_unread,
        )
    elif file.document is None:
        logger.warning(
            "%s The dependencies of this file are not inferred; if Terraform accepts it, list them "
            "in the `dependencies` field of its target.",
            file.why_unread,
        )


def literal_glob(path: str) -> str:
    """The glob that matches this path alone."""
    return "".join(f"[{each}]" if each in _GLOB_CHARACTERS else each for each in path)


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
