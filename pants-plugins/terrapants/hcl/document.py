"""Reads HCL in both of its syntaxes."""

from __future__ import annotations

from dataclasses import dataclass

from terrapants.hcl.body import Body
from terrapants.hcl.comments import Comment
from terrapants.hcl.json_syntax import read_json
from terrapants.hcl.legacy_syntax import LegacySyntax
from terrapants.hcl.native_syntax import read_native
from terrapants.hcl.syntax_error import HclSyntaxError

__all__ = ["Document", "HclSyntaxError", "parse"]

_BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True)
class Document:
    """A file that was read."""

    path: str
    body: Body
    comments: tuple[Comment, ...] = ()
    legacy_syntax: tuple[LegacySyntax, ...] = ()


def parse(text: str, path: str) -> Document:
    """Reads a file: as JSON syntax where its name ends in `.json`, else as native syntax.

    :param path: names the file in positions and errors; it is not opened.
    :raises HclSyntaxError: the text is not valid, or is nested too deeply to be read.
    """
    text = text[1:] if text.startswith(_BYTE_ORDER_MARK) else text
    if path.endswith(".json"):
        body, legacy = read_json(text, path)
        return Document(path, body, (), legacy)
    return Document(path, *read_native(text, path))
