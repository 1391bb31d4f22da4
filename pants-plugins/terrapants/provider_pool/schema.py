"""Leaves out of a provider's schema what a Terraform process cannot use.

It works on the encoded messages (`GetProviderSchema.Response` and
`GetResourceIdentitySchemas.Response` of tfplugin5.proto and tfplugin6.proto), so that what it keeps
is the provider's own bytes, fields that are unknown today included.
"""

from __future__ import annotations

from collections.abc import Iterator, Set

# Fields that map the names of types to their schemas: resources, data sources, ephemeral resources,
# list resources and actions. Functions, the provider's own schema and all others stay.
_TYPES_OF_PROVIDER = frozenset({2, 3, 8, 9, 11})
_TYPES_OF_IDENTITIES = frozenset({1})
_VARINT, _EIGHT_BYTES, _LENGTH_DELIMITED, _FOUR_BYTES = 0, 1, 2, 5


class MalformedMessage(ValueError):
    """These bytes are no protobuf message."""


class PrunableMessage:
    """:param names: of all types in the message."""

    def __init__(self, content: bytes, maps: frozenset[int]) -> None:
        """:raises MalformedMessage: if it cannot be read."""
        self._content = content
        self._always: list[tuple[int, int]] = []
        self._of_name: dict[str, list[tuple[int, int]]] = {}
        for number, wire_type, start, value, end in _fields(content, 0, len(content)):
            if number in maps and wire_type == _LENGTH_DELIMITED:
                self._of_name.setdefault(_key(content, value, end), []).append((start, end))
            else:
                self._always.append((start, end))
        self.names: frozenset[str] = frozenset(self._of_name)

    def keep(self, names: Set[str]) -> bytes:
        """The message without the types of other names; the order of fields has no meaning."""
        spans = list(self._always)
        for name in self.names & names:
            spans.extend(self._of_name[name])
        return b"".join([self._content[start:end] for start, end in sorted(spans)])


def provider_schema(content: bytes) -> PrunableMessage:
    return PrunableMessage(content, _TYPES_OF_PROVIDER)


def need_not_be_asked(content: bytes) -> bool:
    """Whether the provider says, in the answer with its schema, that it works without having been
    asked for it (`ServerCapabilities.get_provider_schema_optional`)."""
    try:
        return any(
            (option, of_option) == (2, _VARINT) and content[start:finish] != b"\0"
            for number, wire_type, _, value, end in _fields(content, 0, len(content))
            if (number, wire_type) == (6, _LENGTH_DELIMITED)
            for option, of_option, _, start, finish in _fields(content, value, end)
        )
    except MalformedMessage:
        return False


def identity_schemas(content: bytes) -> PrunableMessage:
    return PrunableMessage(content, _TYPES_OF_IDENTITIES)


def _key(content: bytes, start: int, end: int) -> str:
    """The key of an entry of a map; an empty one is left out by the encoding."""
    for number, wire_type, _, value, finish in _fields(content, start, end):
        if number == 1 and wire_type == _LENGTH_DELIMITED:
            return content[value:finish].decode("utf-8", "replace")
    return ""


def _fields(content: bytes, start: int, end: int) -> Iterator[tuple[int, int, int, int, int]]:
    """The number, wire type, start, start of the value, and end of each field."""
    position = start
    while position < end:
        tag, value = _varint(content, position)
        wire_type = tag & 7
        if wire_type == _VARINT:
            _, finish = _varint(content, value)
        elif wire_type == _EIGHT_BYTES:
            finish = value + 8
        elif wire_type == _LENGTH_DELIMITED:
            length, value = _varint(content, value)
            finish = value + length
        elif wire_type == _FOUR_BYTES:
            finish = value + 4
        else:
            raise MalformedMessage(f"wire type {wire_type}")
        if finish > end:
            raise MalformedMessage("a field goes beyond the message")
        yield tag >> 3, wire_type, position, value, finish
        position = finish


def _varint(content: bytes, position: int) -> tuple[int, int]:
    """The number, and the position after it."""
    result = 0
    for shift in range(0, 70, 7):
        if position >= len(content):
            break
        byte = content[position]
        position += 1
        result |= (byte & 0x7F) << shift
        if byte < 0x80:
            return result, position
    raise MalformedMessage("a number without an end")
