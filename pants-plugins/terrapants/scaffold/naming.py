"""The name of a module, normalised so that it is valid wherever it is used."""

from __future__ import annotations

import keyword
import re
from dataclasses import dataclass

from terrapants.findings.user_error import UserError

# The limit of a DNS label: names end up in host names, image names and resource names.
LONGEST_NAME = 63

# "Input Variables" in Terraform's documentation lists the names that no variable may have.
_TERRAFORM_META_ARGUMENTS = frozenset(
    (
        *("count", "depends_on", "for_each", "lifecycle", "locals", "provider", "providers"),
        *("source", "version"),
    )
)
# From its pages "References to Named Values", "Types and Values" and "Configuration Syntax".
_TERRAFORM_WORDS = frozenset(
    (
        *("check", "data", "each", "ephemeral", "import", "local", "module", "moved", "output"),
        *("path", "removed", "resource", "self", "terraform", "var", "variable"),
        *("false", "for", "if", "in", "null", "true", "else", "endfor", "endif", "any"),
        *("bool", "list", "map", "number", "object", "set", "string", "tuple"),
    )
)
_PYTHON_KEYWORDS = frozenset(word.lower() for word in keyword.kwlist)

_WORD_BOUNDARY = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


@dataclass(frozen=True)
class ModuleName:
    """A name in both of its spellings.

    `text`, such as `sqs-queue`, is for directories and anything else that allows hyphens;
    `identifier`, such as `sqs_queue`, is for Terraform and Python.
    """

    text: str

    @property
    def identifier(self) -> str:
        return self.text.replace("-", "_")


def read_name(given: str) -> ModuleName:
    """Reads a name in any spelling: `sqs-queue`, `sqs_queue` and `SqsQueue` are the same name.

    :raises UserError: if a directory, Terraform identifier or Python module cannot have this name.
    """
    shown = _shown(given)
    if not given:
        raise UserError("The name is empty. Enter a name such as `sqs-queue`.")
    if not given.isascii():
        raise UserError(f"The name {shown} has non-ASCII characters. {_ALLOWED}")
    if any(not character.isprintable() for character in given):
        raise UserError(f"The name {shown} has a line break or another control character.")
    if "/" in given or "\\" in given or given in (".", ".."):
        raise UserError(
            f"The name {shown} is a path. Give only the name; `--output-dir` sets the directory."
        )
    text = re.sub(r"[-_]+", "-", _WORD_BOUNDARY.sub("-", given)).lower()
    if not _NAME.fullmatch(text) or given[-1] in "-_" or given[0] in "-_":
        raise UserError(f"The name {shown} is not valid. {_ALLOWED}")
    if len(text) > LONGEST_NAME:
        raise UserError(
            f"The name {shown} has {len(text)} characters: at most {LONGEST_NAME} are allowed."
        )
    name = ModuleName(text)
    if name.identifier in _PYTHON_KEYWORDS:
        raise UserError(f"The name {shown} is a Python keyword: choose another.")
    if name.identifier in _TERRAFORM_META_ARGUMENTS | _TERRAFORM_WORDS:
        raise UserError(f"The name {shown} is a reserved word in Terraform: choose another.")
    return name


_ALLOWED = "A name consists of letters, digits, `-` and `_`, and starts with a letter: `sqs-queue`."


def shortened(given: str) -> str:
    """The text, or its beginning where nobody would read all of it."""
    return given if len(given) <= LONGEST_NAME else f"{given[:30]}…"


def _shown(given: str) -> str:
    return repr(shortened(given))
