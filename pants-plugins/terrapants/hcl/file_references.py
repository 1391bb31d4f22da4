"""The files that expressions name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from terrapants.hcl.expressions import (
    Call,
    Expression,
    Operation,
    Template,
    Traversal,
    literal_string,
    walk,
)
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
    """A file, or the files of a glob, that an expression names.

    `path` is normalised; it may begin with `../`. It is relative to the directory that `base`
    names: "module", the module that has the expression, for `path.module`; "root", the root module,
    for `path.root` and for a bare path, which Terraform looks up in its working directory. In the
    module under test both are the same directory.

    With `is_glob` the path is a pattern in the syntax of `fileset` (`*`, `**`, `?`, `[…]`,
    `{a,b}`), below `directory`, which is "" for the base itself; without it `directory` is the
    file's own.

    `function` is "" for a path that stands elsewhere than in a call: it may be a directory.

    `may_be_absent` is true where the expression provides for a file that is not there: in `try` and
    `can`, and in a condition that asks `fileexists`.
    """

    path: str
    function: str
    position: Position
    is_glob: bool = False
    base: str = _MODULE
    directory: str = ""
    may_be_absent: bool = False


def file_references(expressions: Iterable[Expression]) -> tuple[FileReference, ...]:
    """The files that the expressions, and all inside them, name.

    That is in calls of functions that read files, and in any string that begins with
    `${path.module}/` or `${path.root}/`: modules hand such paths on through locals and arguments
    (`source_dir = "${path.module}/src"`). Of a path with other interpolations only the directory
    before them is known, so it means all files in it.

    Absolute paths, and those of which no directory is known, are left out.
    """
    found = []
    arguments: set[int] = set()
    guarded: set[int] = set()
    for expression in expressions:
        for inner in walk(expression):
            reference = None
            if id(inner) not in guarded and _is_guard(inner):
                guarded.update(map(id, walk(inner)))
            if isinstance(inner, Call):
                reference = _call(inner)
                if inner.name in FILE_FUNCTIONS or inner.name == GLOB_FUNCTION:
                    arguments.update(id(argument) for argument in inner.arguments[:1])
            elif isinstance(inner, Template) and id(inner) not in arguments:
                reference = _named(inner, "", inner.position)
            if reference is not None:
                found.append(replace(reference, may_be_absent=id(inner) in guarded))
    return tuple(found)


def _is_guard(expression: Expression) -> bool:
    """Whether the expression has a value although a file that it names is not there."""
    if isinstance(expression, Call):
        return expression.name in ("try", "can")
    return (
        isinstance(expression, Operation)
        and expression.operator == "?:"
        and any(
            isinstance(inner, Call) and inner.name == "fileexists"
            for inner in walk(expression.operands[0])
        )
    )


def possible_files(expressions: Iterable[Expression]) -> tuple[str, ...]:
    """The literal strings in expressions that may name a file, as normalised relative paths.

    Whether they do, only the directory they are relative to can tell.
    """
    found: dict[str, None] = {}
    for expression in expressions:
        for inner in walk(expression):
            text = literal_string(inner)
            if text and "." in text and not text.startswith(("/", "~")) and text.isprintable():
                found[normalise(text)] = None
    return tuple(found)


def _call(call: Call) -> FileReference | None:
    if call.name in FILE_FUNCTIONS and call.arguments:
        return _named(call.arguments[0], call.name, call.position)
    if call.name == GLOB_FUNCTION and len(call.arguments) == 2:
        named = _path(call.arguments[0])
        pattern = literal_string(call.arguments[1])
        if named is None or not named.is_whole or not pattern:
            return None
        path = normalise(f"{named.path}/{pattern}")
        directory = "" if named.path == "." else named.path
        return FileReference(path, call.name, call.position, True, named.base, directory)
    return None


def _named(expression: Expression, function: str, position: Position) -> FileReference | None:
    named = _path(expression)
    if named is None or named.path.rpartition("/")[2] in (".", ".."):
        return None
    if not named.is_whole:
        directory = named.path
        return FileReference(f"{directory}/**", function, position, True, named.base, directory)
    directory = named.path.rpartition("/")[0]
    return FileReference(named.path, function, position, False, named.base, directory)


@dataclass(frozen=True)
class _Path:
    """A path, or, where it is not whole, the directory before what is not known of it."""

    base: str
    path: str
    is_whole: bool = True


def _path(expression: Expression) -> _Path | None:
    """The path that an expression is, None where it is not known here."""
    text = literal_string(expression)
    if text is not None:
        known = text and not text.startswith(("/", "~"))
        return _Path(_ROOT, normalise(text)) if known else None
    parts = expression.parts if isinstance(expression, Template) else (expression,)
    base = _base(parts[0])
    rest = parts[1] if len(parts) > 1 else ""
    if base is None or not isinstance(rest, str) or (rest and not rest.startswith("/")):
        return None
    is_whole = len(parts) <= 2
    return _Path(base, normalise("." + (rest if is_whole else rest.rpartition("/")[0])), is_whole)


def _base(part: str | Expression) -> str | None:
    if isinstance(part, Traversal):
        return {"path.module": _MODULE, "path.root": _ROOT}.get(str(part))
    return None
