"""Rewrites native syntax where another spelling certainly means the same.

Everything else stays as it is, to the byte. What comes out is read again: unless it means the same,
nothing is rewritten.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Union

from lark import Token, Tree

from terrapants.hcl.document import parse
from terrapants.hcl.grammar import FILE, GrammarError
from terrapants.hcl.grammar import parse as parse_tree
from terrapants.hcl.meaning import meaning
from terrapants.hcl.position import LineIndex, Position
from terrapants.hcl.syntax_error import HclSyntaxError
from terrapants.hcl.syntax_tree import end_of, start_of, subtrees, text_of

_BYTE_ORDER_MARK = "\ufeff"
# Arguments whose values Terraform reads as addresses or types, with rules of their own.
_NO_VALUES = frozenset(
    {"configuration_aliases", "depends_on", "ignore_changes", "provider", "providers", "type"}
    | {"replace_triggered_by", "source", "version"}
)
_SPLATS = ("attr_splat_expr_term", "full_splat_expr_term")
_ACCESS = ("get_attr_expr_term", "index_expr_term", *_SPLATS)
_SCALARS = {"true": "bool", "false": "bool"}


class RewriteKind(Enum):
    """The value is an example of what is rewritten."""

    INTERPOLATION = '"${var.a}"'
    INDEX = "list.0"
    LOOKUP = 'lookup(var.a, "b")'
    COMMENT = "// comment"
    VARIABLE_TYPE = 'variable "a" { default = 1 }'
    PROVIDER_SOURCE = '{ version = "~> 5.0" }'


@dataclass(frozen=True)
class _Edit:
    """:param pieces: what stands in place of the text from `start` to `end`: text, or a part of the
    old text by its beginning and end, in which other edits apply."""

    kind: RewriteKind
    at: int
    start: int
    end: int
    pieces: tuple[Union[str, tuple[int, int]], ...]


def rewritten(text: str, path: str, wanted: Callable[[RewriteKind, Position], bool]) -> str:
    """The text with what is wanted rewritten; the same text where nothing is, or where it does not
    parse.

    :param wanted: is asked of everything that can be rewritten, with the position that a finding
        about it has.
    """
    mark = _BYTE_ORDER_MARK if text.startswith(_BYTE_ORDER_MARK) else ""
    body = text[len(mark) :]
    try:
        edits = list(_Finder(body).edits())
    except (GrammarError, RecursionError):
        return text
    locate = LineIndex(body, path).locate
    edits = [edit for edit in edits if wanted(edit.kind, locate(edit.at))]
    if not edits:
        return text
    edits.sort(key=lambda edit: (edit.start, -edit.end))
    result = _apply(body, 0, len(body), edits)
    try:
        same = meaning(parse(result, path).body) == meaning(parse(body, path).body)
    except HclSyntaxError:
        same = False
    return mark + result if same else text


def _apply(text: str, start: int, end: int, edits: list[_Edit]) -> str:
    parts = []
    index = start
    for position, edit in enumerate(edits):
        if edit.start < index or edit.end > end:
            continue
        parts.append(text[index : edit.start])
        for piece in edit.pieces:
            parts.append(
                piece if isinstance(piece, str) else _apply(text, *piece, edits[position + 1 :])
            )
        index = edit.end
    parts.append(text[index:end])
    return "".join(parts)


class _Finder:
    """Finds what can be rewritten in a file."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._parsed = parse_tree(text, FILE)

    def edits(self) -> Iterator[_Edit]:
        for comment in self._parsed.comments:
            if comment.startswith("//"):
                start = comment.start_pos or 0
                yield _Edit(RewriteKind.COMMENT, start, start, start + 2, ("#",))
        yield from self._body(subtrees(self._parsed.tree)[0], ())

    def _body(self, tree: Tree[Token], blocks: tuple[str, ...]) -> Iterator[_Edit]:
        for child in subtrees(tree):
            if child.data == "attribute":
                name, value = subtrees(child)
                if blocks == ("terraform", "required_providers"):
                    yield from self._provider(child, text_of(name), value)
                elif text_of(name) not in _NO_VALUES:
                    yield from self._value(value, True)
            elif child.data == "block":
                block_type, *_, body = subtrees(child)
                if text_of(block_type) == "variable" and not blocks:
                    yield from self._variable(child, body)
                yield from self._body(body, (*blocks, text_of(block_type)))

    def _variable(self, block: Tree[Token], body: Tree[Token]) -> Iterator[_Edit]:
        """A type from the default, where that is a string, a number or a truth value."""
        arguments = {
            text_of(subtrees(child)[0]): child
            for child in subtrees(body)
            if child.data == "attribute"
        }
        default = arguments.get("default")
        if default is None or "type" in arguments:
            return
        kind = self._scalar_type(subtrees(default)[1])
        start = start_of(default)
        line = self._text.rfind("\n", 0, start) + 1
        indent = self._text[line:start]
        if not kind or indent.strip() or start_of(block) >= line:
            return
        equals = self._text.index("=", start)
        type_argument = f"type{' ' * (equals - start - len('type'))}= {kind}"
        ending = "\r\n" if self._text[:line].endswith("\r\n") else "\n"
        inserted = f"{indent}{type_argument}{ending}"
        yield _Edit(RewriteKind.VARIABLE_TYPE, start_of(block), line, line, (inserted,))

    def _scalar_type(self, value: Tree[Token]) -> str:
        inner = subtrees(value)[0] if value.data == "expr_term" else value
        if inner.data in ("int_lit", "float_lit"):
            return "number"
        if inner.data == "literal_value":
            return _SCALARS.get(text_of(inner), "")
        literal = inner.data == "string" and all(
            isinstance(part.children[0], Token) for part in subtrees(inner)
        )
        return "string" if literal else ""

    def _provider(self, entry: Tree[Token], name: str, value: Tree[Token]) -> Iterator[_Edit]:
        """The source that Terraform takes where an entry has none: `hashicorp/<name>`."""
        inner = subtrees(value)[0] if value.data == "expr_term" else value
        source = f'source = "hashicorp/{name}"'
        at, start, end = start_of(entry), start_of(inner), end_of(inner)
        if name == "terraform":
            return
        if inner.data == "string":
            pieces = ("{ ", source, ", version = ", (start, end), " }")
            yield _Edit(RewriteKind.PROVIDER_SOURCE, at, start, end, pieces)
            return
        elements = subtrees(inner) if inner.data == "object" else []
        keys = [self._text[start_of(each) : end_of(subtrees(each)[0])] for each in elements]
        if not elements or any(key.strip('"') == "source" for key in keys):
            return
        first = start_of(elements[0])
        line = self._text.rfind("\n", 0, first) + 1
        indent = self._text[line:first]
        ending = "\r\n" if self._text[:line].endswith("\r\n") else "\n"
        between = f"{ending}{indent}" if not indent.strip() and line > start else ", "
        yield _Edit(RewriteKind.PROVIDER_SOURCE, at, first, first, (source, between))

    def _value(self, tree: Tree[Token], is_free: bool) -> Iterator[_Edit]:
        """:param is_free: whether any expression may stand here without parentheses."""
        if tree.data == "string":
            yield from self._string(tree, is_free)
        elif tree.data == "object_elem_key":
            (key,) = subtrees(tree)
            name = subtrees(key)[0] if key.data == "expr_term" and subtrees(key) else key
            inner = _interpolated(name) if name.data == "string" else None
            if inner is not None:
                yield from self._interpolation(name, inner, ("(", ")"))
            yield from self._inside(name)
        elif tree.data == "function_call":
            yield from self._call(tree)
            yield from self._inside(tree)
        elif tree.data in _SPLATS:
            yield from self._splat(tree)
        elif tree.data == "short_index":
            yield self._index(tree)
        elif tree.data == "expr_term":
            # Parentheses, or a term.
            in_parentheses = isinstance(tree.children[0], Token)
            for child in subtrees(tree):
                yield from self._value(child, in_parentheses or is_free)
        else:
            yield from self._inside(tree)

    def _inside(self, tree: Tree[Token]) -> Iterator[_Edit]:
        free = tree.data in ("tuple", "object_elem", "arguments", "interpolation", "braces_index")
        for child in subtrees(tree):
            yield from self._value(child, free)

    def _string(self, tree: Tree[Token], is_free: bool) -> Iterator[_Edit]:
        inner = _interpolated(tree)
        if inner is not None:
            text = self._text[start_of(inner) : end_of(inner)]
            is_term = inner.data == "expr_term" and not text.startswith("-")
            follows = self._text[end_of(tree) : end_of(tree) + 1]
            plain = "\n" not in text and (is_free or (is_term and not _has(inner, _SPLATS)))
            plain = plain and follows not in (".", "[")
            yield from self._interpolation(tree, inner, ("", "") if plain else ("(", ")"))
        yield from self._inside(tree)

    def _interpolation(
        self, tree: Tree[Token], inner: Tree[Token], around: tuple[str, str]
    ) -> Iterator[_Edit]:
        start, end = start_of(inner), end_of(inner)
        outside = self._text[start_of(tree) : start] + self._text[end : end_of(tree)]
        if re.fullmatch(r'"\$\{~?\s*~?\}"', outside):
            pieces = (around[0], (start, end), around[1])
            yield _Edit(
                RewriteKind.INTERPOLATION, start_of(tree), start_of(tree), end_of(tree), pieces
            )

    def _index(self, tree: Tree[Token]) -> _Edit:
        start, end = start_of(tree), end_of(tree)
        return _Edit(RewriteKind.INDEX, start, start, end, (f"[{tree.children[1]}]",))

    def _splat(self, tree: Tree[Token]) -> Iterator[_Edit]:
        """`a.*.b` is `a[*].b`, but an index after the former is one into the list of results."""
        base, splat = subtrees(tree)
        yield from self._value(base, False)
        if tree.data == "full_splat_expr_term":
            yield from self._inside(splat)
            return
        steps = subtrees(splat)
        follows = self._text[end_of(tree) :].lstrip(" \t")
        if all(step.data == "get_attr" for step in steps) and not re.match(r"\[|\.[\d*]", follows):
            start = start_of(splat)
            yield _Edit(RewriteKind.INDEX, start, start, start + len(".*"), ("[*]",))

    def _call(self, tree: Tree[Token]) -> Iterator[_Edit]:
        children = subtrees(tree)
        if len(children) != 2 or text_of(children[0]) != "lookup":
            return
        arguments = subtrees(children[1])
        if len(arguments) != 2:
            return
        values, key = ((start_of(each), end_of(each)) for each in arguments)
        gaps = [(start_of(tree), values[0]), (values[1], key[0]), (key[1], end_of(tree))]
        outside = ["".join(self._text[start:end].split()) for start, end in gaps]
        is_number = _has(arguments[1], ("int_lit", "float_lit")) and not subtrees(
            subtrees(arguments[1])[0]
        )
        if outside not in (["lookup(", ",", ")"], ["lookup(", ",", ",)"]) or is_number:
            return
        term = subtrees(arguments[0])[0] if arguments[0].data == "expr_term" else arguments[0]
        is_term = term.data in ("identifier", "function_call", *_ACCESS) and not _has(term, _SPLATS)
        text = self._text[slice(*values)]
        if "\n" in text and term.data != "function_call":
            return
        before, after = ("", "[") if is_term else ("(", ")[")
        start, end = start_of(tree), end_of(tree)
        yield _Edit(RewriteKind.LOOKUP, start, start, end, (before, values, after, key, "]"))


def _interpolated(string: Tree[Token]) -> Tree[Token] | None:
    """The expression of a string that is an interpolation and nothing else."""
    parts = subtrees(string)
    content = parts[0].children[0] if len(parts) == 1 else None
    if isinstance(content, Tree) and content.data == "interpolation":
        return subtrees(content)[0]
    return None


def _has(tree: Tree[Token], names: tuple[str, ...]) -> bool:
    return any(True for _ in tree.find_pred(lambda each: each.data in names))
