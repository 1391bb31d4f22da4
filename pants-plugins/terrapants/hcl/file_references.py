"""The files that expressions name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from terrapants.hcl.expressions import Call, Expression, Template, Traversal, literal_string, walk
from terrapants.hcl.paths import normalise
from terrapants.hcl.position import Position

# "Filesystem Functions" and "Hash and Crypto Functions" in Terraform's documentation.
FILE_FUNCTIONS = frozenset(
    {
        "file",
        "filebase64",
        "filebase64sha256",
        "filebase64sha512",
        "filemd5",
        "filesha1",
        "filesha256",
        "filesha512",
        "templatefile",
    }
)
GLOB_FUNCTION = "fileset"
_MODULE = "module"
_ROOT = "root"


@dataclass(frozen=True)
class FileReference:
    """A file, or the files of a glob, that a function call names.

    `path` is normalised; it may begin with `../`. It is relative to the directory that `base`
    names: "module", the module that has the call, for `path.module`; "root", the root module, for
    `path.root` and for a bare path, which Terraform looks up in its working directory. In the
    module under test both are the same directory.

    With `is_glob` the path is a pattern in the syntax of `fileset` (`*`, `**`, `?`, `[…]`,
    `{a,b}`), below `directory`, which is "" for the base itself; without it `directory` is the
    file's own.
    """

    path: str
    function: str
    position: Position
    is_glob: bool = False
    base: str = _MODULE
    directory: str = ""


def file_references(expressions: Iterable[Expression]) -> tuple[FileReference, ...]:
    """The files that the expressions, and all inside them, name with a literal path.

    Absolute paths and paths with other interpolations than `path.module` and `path.root` are left
    out: what they name is not known here.
    """
    found = []
    for expression in expressions:
        for inner in walk(expression):
            reference = _reference(inner) if isinstance(inner, Call) else None
            if reference is not None:
                found.append(reference)
    return tuple(found)


def _reference(call: Call) -> FileReference | None:
    if call.name in FILE_FUNCTIONS and call.arguments:
        named = _path(call.arguments[0])
        if named is None or named[1] == ".":
            return None
        base, path = named
        return FileReference(path, call.name, call.position, False, base, _directory(path))
    if call.name == GLOB_FUNCTION and len(call.arguments) == 2:
        named = _path(call.arguments[0])
        pattern = literal_string(call.arguments[1])
        if named is None or not pattern:
            return None
        base, directory = named
        path = normalise(f"{directory}/{pattern}")
        directory = "" if directory == "." else directory
        return FileReference(path, call.name, call.position, True, base, directory)
    return None


def _directory(path: str) -> str:
    return path.rpartition("/")[0]


def _path(expression: Expression) -> tuple[str, str] | None:
    """The base of a path and what follows it, None for a path that is not known here."""
    text = literal_string(expression)
    if text is not None:
        return None if not text or text.startswith(("/", "~")) else (_ROOT, normalise(text))
    parts = expression.parts if isinstance(expression, Template) else (expression,)
    base = _base(parts[0])
    if base is None or len(parts) > 2:
        return None
    rest = parts[1] if len(parts) == 2 else ""
    if not isinstance(rest, str) or (rest and not rest.startswith("/")):
        return None
    return base, normalise("." + rest)


def _base(part: str | Expression) -> str | None:
    if isinstance(part, Traversal):
        return {"path.module": _MODULE, "path.root": _ROOT}.get(str(part))
    return None
