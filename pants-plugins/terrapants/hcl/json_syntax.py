"""HCL's JSON syntax, as bodies and expressions."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Union

from terrapants.hcl.body import Attribute, Block, Body
from terrapants.hcl.expressions import Expression, Literal, ObjectValue, TupleValue
from terrapants.hcl.legacy_syntax import LegacyKind, LegacySyntax
from terrapants.hcl.native_syntax import read_template
from terrapants.hcl.position import LineIndex, Position
from terrapants.hcl.syntax_error import HclSyntaxError, describe_found

_BLANKS = " \t\r\n"
# HCL's specification of its JSON syntax: a property of this name is a comment.
_COMMENT = "//"
_DEEPEST = 100
_MAY_BE_LEGACY = re.compile(r"\$\{.*\.[\d*]", re.DOTALL)


@dataclass(frozen=True)
class _Scalar:
    value: Union[str, int, float, bool, None]
    position: Position


@dataclass(frozen=True)
class _Array:
    items: tuple[_Value, ...]
    position: Position


@dataclass(frozen=True)
class _Member:
    name: str
    value: _Value
    position: Position


@dataclass(frozen=True)
class _Object:
    members: tuple[_Member, ...]
    position: Position


_Value = Union[_Scalar, _Array, _Object]


@dataclass(frozen=True)
class JsonBody(Body):
    """A body in JSON syntax."""

    members: tuple[_Member, ...]

    def attributes(self) -> tuple[Attribute, ...]:
        return tuple(
            Attribute(member.name, _expression(member.value), member.position, _text(member.value))
            for member in self.members
        )

    def blocks(self, block_type: str, labels: int = 0) -> tuple[Block, ...]:
        found: list[Block] = []
        for member in self.members:
            if member.name == block_type:
                for names, content, position in _labelled(member, labels):
                    found.append(Block(block_type, names, JsonBody(_members(content)), position))
        return tuple(found)

    def expressions(self) -> Iterator[Expression]:
        for member in self.members:
            yield _expression(member.value)


def read_json(text: str, path: str) -> tuple[Body, tuple[LegacySyntax, ...]]:
    """The body of a file, and the legacy indexes and splats in its strings.

    :raises HclSyntaxError: the text is not JSON, or not an object.
    """
    locate = LineIndex(text, path).locate
    try:
        json.loads(text)
        root = _PositionReader(text, path).read()
    except json.JSONDecodeError as error:
        position = locate(error.pos)
        found = describe_found(text, error.pos)
        raise HclSyntaxError(position, found, f"JSON ({error.msg})") from None
    except RecursionError:
        raise HclSyntaxError(
            locate(0), f"more than {_DEEPEST} levels of nesting", "fewer"
        ) from None
    if isinstance(root, _Scalar):
        raise HclSyntaxError(root.position, f"{json.dumps(root.value)}", "a JSON object")
    members = tuple(member for part in _objects(root) for member in _members(part))
    return JsonBody(members), tuple(found for member in members for found in _legacy(member.value))


def _legacy(value: _Value) -> Iterator[LegacySyntax]:
    if isinstance(value, _Array):
        for item in value.items:
            yield from _legacy(item)
    elif isinstance(value, _Object):
        for member in _members(value):
            yield from _legacy(member.value)
    elif isinstance(value.value, str) and _MAY_BE_LEGACY.search(value.value):
        legacy: list[LegacySyntax] = []
        position = value.position
        try:
            read_template(value.value, lambda _: position, position, legacy)
        except HclSyntaxError:
            return
        # An interpolation is the way to write an expression here.
        yield from (each for each in legacy if each.kind in (LegacyKind.INDEX, LegacyKind.SPLAT))


class _PositionReader:
    """Reads a text that `json` accepts once more, with positions, which `json` does not give."""

    def __init__(self, text: str, path: str) -> None:
        self._text = text
        self._locate = LineIndex(text, path).locate
        self._decoder = json.JSONDecoder()
        self._offset = 0

    def read(self, depth: int = 0) -> _Value:
        character = self._peek()
        position = self._locate(self._offset)
        if depth > _DEEPEST:
            raise _too_deep(position)
        if character == "[":
            items: list[_Value] = []
            while self._enter("]"):
                items.append(self.read(depth + 1))
            return _Array(tuple(items), position)
        if character == "{":
            members: list[_Member] = []
            while self._enter("}"):
                self._peek()
                name_position = self._locate(self._offset)
                name = str(self._scalar())
                self._peek()
                self._offset += len(":")
                members.append(_Member(name, self.read(depth + 1), name_position))
            return _Object(tuple(members), position)
        return _Scalar(self._scalar(), position)

    def _peek(self) -> str:
        while self._text[self._offset] in _BLANKS:
            self._offset += 1
        return self._text[self._offset]

    def _enter(self, end: str) -> bool:
        """Passes the bracket or comma before the next item; False where there is none."""
        opening_or_comma = self._peek() != end
        self._offset += 1
        if opening_or_comma and self._peek() == end:
            self._offset += 1
            return False
        return opening_or_comma

    def _scalar(self) -> Union[str, int, float, bool, None]:
        value: Union[str, int, float, bool, None]
        value, self._offset = self._decoder.raw_decode(self._text, self._offset)
        return value


def _too_deep(position: Position) -> HclSyntaxError:
    return HclSyntaxError(position, f"more than {_DEEPEST} levels of nesting", "fewer")


def _objects(value: _Value) -> tuple[_Object, ...]:
    """The objects that stand for bodies: JSON syntax allows one, or an array of them."""
    if isinstance(value, _Array):
        return tuple(inner for item in value.items for inner in _objects(item))
    return (value,) if isinstance(value, _Object) else ()


def _members(value: _Object) -> tuple[_Member, ...]:
    return tuple(member for member in value.members if member.name != _COMMENT)


def _labelled(member: _Member, labels: int) -> Iterator[tuple[tuple[str, ...], _Object, Position]]:
    """The bodies that many levels below, with the labels on the way and the last one's position."""
    for content in _objects(member.value):
        if labels == 0:
            yield (), content, member.position
        else:
            for inner in _members(content):
                for names, body, position in _labelled(inner, labels - 1):
                    yield (inner.name, *names), body, position


def _expression(value: _Value) -> Expression:
    position = value.position
    if isinstance(value, _Array):
        return TupleValue(position, tuple(_expression(item) for item in value.items))
    if isinstance(value, _Object):
        return ObjectValue(
            position,
            tuple(
                (_string(member.name, member.position), _expression(member.value))
                for member in _members(value)
            ),
        )
    if isinstance(value.value, str):
        return _string(value.value, position)
    return Literal(position, value.value)


def _text(value: _Value) -> str:
    plain = _plain(value)
    return plain if isinstance(plain, str) else json.dumps(plain, ensure_ascii=False)


def _plain(value: _Value) -> object:
    if isinstance(value, _Array):
        return [_plain(item) for item in value.items]
    if isinstance(value, _Object):
        return {member.name: _plain(member.value) for member in value.members}
    return value.value


def _string(text: str, position: Position) -> Expression:
    try:
        return read_template(text, lambda _: position, position)
    except HclSyntaxError:
        # Terraform reads descriptions and the like as they are written: not an error in itself.
        return Literal(position, text)
