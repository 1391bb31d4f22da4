"""Dataclasses as JSON values and back, so that what one process reads another can use.

Unlike a pickle, what is decoded here cannot run code: results may come from a shared cache.
"""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Mapping
from functools import cache
from typing import Any, Callable, TypeVar, Union, get_args, get_origin, get_type_hints

from terrapants.hcl.position import Position

_T = TypeVar("_T")
_Decoder = Callable[[Any, str], Any]


def to_plain(value: Any) -> Any:
    """The value in lists, dicts, strings, numbers, truth values and None.

    A dataclass becomes the list of its fields, and a `Position` its line and column alone: the
    path is that of the file which was read.
    """
    if value is None or isinstance(value, (str, int, float)):
        return value
    if isinstance(value, Position):
        return [value.line, value.column]
    if isinstance(value, enum.Enum):
        return value.name
    if isinstance(value, Mapping):
        return {key: to_plain(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [to_plain(item) for item in value]
    data_type: Any = type(value)
    return [to_plain(getattr(value, name)) for name in _field_names(data_type)]


def from_plain(data_type: type[_T], plain: Any, path: str) -> _T:
    """The dataclass that `to_plain` was given.

    :param path: of the file that its positions are in.
    """
    hint: Any = data_type
    decoded: _T = _decoder(hint)(plain, path)
    return decoded


def field_from_plain(data_type: Any, name: str, plain: Any, path: str) -> Any:
    """One field of the dataclass, without decoding the others."""
    index = _field_names(data_type).index(name)
    return _decoder(_hints(data_type)[name])(plain[index], path)


@cache
def _field_names(data_type: Any) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(data_type))


@cache
def _hints(data_type: Any) -> dict[str, Any]:
    return get_type_hints(data_type)


@cache
def _decoder(hint: Any) -> _Decoder:
    if hint is Position:
        return lambda plain, path: Position(path, *plain)
    if dataclasses.is_dataclass(hint):
        create: Any = hint
        hints = _hints(create)
        decoders = [_decoder(hints[name]) for name in _field_names(create)]
        return lambda plain, path: create(
            *(decode(item, path) for decode, item in zip(decoders, plain))
        )
    if isinstance(hint, type) and issubclass(hint, enum.Enum):
        return lambda plain, path: hint[plain]
    arguments = get_args(hint)
    if get_origin(hint) is Union:
        (inner,) = (_decoder(each) for each in arguments if each is not type(None))
        return lambda plain, path: None if plain is None else inner(plain, path)
    if get_origin(hint) is tuple:
        item = _decoder(arguments[0])
        return lambda plain, path: tuple([item(each, path) for each in plain])
    return lambda plain, path: plain
