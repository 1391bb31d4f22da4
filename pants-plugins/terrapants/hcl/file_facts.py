"""What one file says, as plain data: all that is kept of it once it has been read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Optional

from terrapants.hcl.document import Document, HclSyntaxError, parse
from terrapants.hcl.lock_file import LockFile, lock_file, locked_versions
from terrapants.hcl.module_interface import ModuleInterface, file_interface
from terrapants.hcl.plain_data import field_from_plain, from_plain, to_plain
from terrapants.hcl.position import LineIndex, Position
from terrapants.hcl.suppressions import Suppression, suppressions
from terrapants.hcl.terraform_tests import TerraformTests, terraform_tests

LOCK_FILE = ".terraform.lock.hcl"
CONFIGURATION_SUFFIXES = (".tf", ".tf.json")
TEST_SUFFIXES = (".tftest.hcl", ".tftest.json")
# Reading is in Python, at 4 to 15 seconds and 200 MB of memory a megabyte. What people write is far
# smaller; what is larger is generated.
LARGEST_READ_BYTES = 1_000_000


@dataclass(frozen=True)
class SyntaxProblem:
    """Why Terraform would refuse a file; the fields are those of `HclSyntaxError`."""

    position: Position
    found: str
    expected: str
    hint: Optional[str] = None

    def error(self) -> HclSyntaxError:
        return HclSyntaxError(self.position, self.found, self.expected, self.hint)


@dataclass(frozen=True)
class FileFacts:
    """A file as it says.

    Of `interface`, `tests`, and `locked_versions` with `lock`, only what fits its name is set, and
    none where `was_read` is False: the file does not parse, or is larger than
    `LARGEST_READ_BYTES`. A file that is not UTF-8 may have been read and have a problem.
    """

    size_bytes: int
    was_read: bool
    problem: Optional[SyntaxProblem] = None
    interface: Optional[ModuleInterface] = None
    tests: Optional[TerraformTests] = None
    locked_versions: Mapping[str, str] = field(default_factory=dict)
    suppressions: tuple[Suppression, ...] = ()
    lock: Optional[LockFile] = None

    def to_json(self) -> str:
        """One line."""
        return json.dumps(to_plain(self), ensure_ascii=False, separators=(",", ":"))


def read_file(path: str, content: bytes) -> FileFacts:
    """Reads a file as what its name says it is.

    :param path: relative to the build root; it is not opened.
    """
    if len(content) > LARGEST_READ_BYTES:
        return FileFacts(len(content), False)
    problem = None
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        text = content.decode("utf-8", "replace")
        before = content[: error.start].decode()
        problem = SyntaxProblem(
            LineIndex(before, path).locate(len(before)),
            f"the byte 0x{content[error.start]:02x}, which is not UTF-8",
            "text in UTF-8",
        )
    try:
        document = parse(text, path)
    except HclSyntaxError as error:
        problem = problem or SyntaxProblem(error.position, error.found, error.expected, error.hint)
        return FileFacts(len(content), False, problem)
    return _facts(document, text, len(content), problem)


def _facts(
    document: Document, text: str, size_bytes: int, problem: SyntaxProblem | None
) -> FileFacts:
    path = document.path
    is_configuration = path.endswith(CONFIGURATION_SUFFIXES)
    is_test = path.endswith(TEST_SUFFIXES)
    is_lock = path.rpartition("/")[2] == LOCK_FILE
    return FileFacts(
        size_bytes,
        True,
        problem,
        file_interface(document) if is_configuration else None,
        terraform_tests(document) if is_test else None,
        locked_versions(document) if is_lock else {},
        suppressions(document, text) if is_configuration or is_test else (),
        lock_file(document) if is_lock else None,
    )


@dataclass(frozen=True)
class PlainFacts:
    """The facts of a file as the text of `FileFacts.to_json`, decoded when they are asked for."""

    path: str
    text: str

    def facts(self) -> FileFacts:
        return from_plain(FileFacts, json.loads(self.text), self.path)

    def get(self, name: str) -> Any:
        """One field of `FileFacts`."""
        return field_from_plain(FileFacts, name, json.loads(self.text), self.path)

    def of_interface(self, name: str) -> Any:
        """One field of the interface, an empty tuple where there is none."""
        plain = json.loads(self.text)[_INTERFACE]
        return () if plain is None else field_from_plain(ModuleInterface, name, plain, self.path)


_INTERFACE = [each.name for each in fields(FileFacts)].index("interface")
