"""The name of a module: read once, valid wherever it is used."""

from __future__ import annotations

import keyword
import re
from dataclasses import dataclass

from terrapants.findings.user_error import UserError

# What a DNS label may have: names end up in host names, image names and resource names.
LONGEST_NAME = 63

# "Input Variables" in Terraform's documentation lists the names that no variable may have.
_TERRAFORM_META_ARGUMENTS = frozenset(
    (
        *("count", "depends_on", "for_each", "lifecycle", "locals", "provider", "providers"),
        *("source", "version"),
    )
)
# "References to Named Values", "Types and Values" and "Configuration Syntax" there.
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

    `text` is for directories and whatever else allows hyphens, `identifier` for Terraform and
    Python: `sqs-queue` and `sqs_queue`.
    """

    text: str

    @property
    def identifier(self) -> str:
        return self.text.replace("-", "_")


def read_name(given: str) -> ModuleName:
    """The name that `sqs-queue`, `sqs_queue`, `SqsQueue` and `SQSQueue` all mean.

    :raises UserError: if no directory, Terraform identifier or Python module can have that name.
    """
    shown = _shown(given)
    if not given:
        raise UserError("The name is empty: say one, as in `--name=sqs-queue`.")
    if not given.isascii():
        raise UserError(f"The name {shown} has characters other than ASCII. {_ALLOWED}")
    if any(not character.isprintable() for character in given):
        raise UserError(f"The name {shown} has a line break or another control character.")
    if "/" in given or "\\" in given or given in (".", ".."):
        raise UserError(
            f"The name {shown} is a path. Say the name alone; `--output-dir` says where it goes."
        )
    text = re.sub(r"[-_]+", "-", _WORD_BOUNDARY.sub("-", given)).lower()
    if not _NAME.fullmatch(text) or given[-1] in "-_" or given[0] in "-_":
        raise UserError(f"The name {shown} is not usable. {_ALLOWED}")
    if len(text) > LONGEST_NAME:
        raise UserError(f"The name {shown} has {len(text)} characters: at most {LONGEST_NAME} fit.")
    name = ModuleName(text)
    if name.identifier in _PYTHON_KEYWORDS:
        raise UserError(f"The name {shown} is a keyword of Python: choose another.")
    if name.identifier in _TERRAFORM_META_ARGUMENTS | _TERRAFORM_WORDS:
        raise UserError(f"The name {shown} is a word that Terraform reserves: choose another.")
    return name


_ALLOWED = "A name has letters, digits, `-` and `_`, and begins with a letter, as in `sqs-queue`."


def _shown(given: str) -> str:
    text = given if len(given) <= LONGEST_NAME else f"{given[:30]}…"
    return repr(text)
