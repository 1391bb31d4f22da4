"""The attributes in which two values of a resource differ."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Optional

from terrapants.deploying.hidden_values import SENSITIVE, HiddenValues, part
from terrapants.deploying.value_text import (
    KNOWN_AFTER_APPLY,
    PathStep,
    common_length,
    path_text,
    shortened,
    shortened_pair,
    value_text,
)

# Lists up to this length are compared so that an element that is new in the middle is seen as such.
_COMPARABLE = 100


@dataclass(frozen=True)
class AttributeChange:
    """An attribute, or an element in it, that differs.

    :param path: as Terraform writes it; empty where the whole value is meant, as of an output.
    :param before: as text; None where there was nothing.
    :param after: as text, `(known after apply)` or `(sensitive)`; None where there will be nothing.
    :param forces_replacement: this is why the resource is replaced.
    :param part: where in a string the difference is: `Statement[0].Resource` of a JSON document, or
        `line 51`. Empty where the text is of the whole value.
    """

    path: str
    before: Optional[str]
    after: Optional[str]
    forces_replacement: bool = False
    part: str = ""


@dataclass(frozen=True)
class _Side:
    """A value and what is secret in it. `shown` is the value without that."""

    value: Any
    sensitive: Any
    shown: Any

    def at(self, key: PathStep, shown_key: PathStep) -> _Side:
        return _Side(
            _element(self.value, key),
            part(self.sensitive, key),
            SENSITIVE if self.shown == SENSITIVE else _element(self.shown, shown_key),
        )

    @property
    def text(self) -> Optional[str]:
        if self.value is None:
            return None
        return value_text(self.shown)


def attribute_changes(
    change: Mapping[str, Any], hidden: HiddenValues
) -> tuple[AttributeChange, ...]:
    """The differences in a `change` of Terraform's JSON, by path."""
    before, after = change.get("before"), change.get("after")
    before_sensitive, after_sensitive = (
        change.get("before_sensitive"),
        change.get("after_sensitive"),
    )
    return tuple(
        _Comparison(hidden, change.get("replace_paths") or ()).differences(
            _Side(before, before_sensitive, hidden.cleaned(before, before_sensitive)),
            _Side(after, after_sensitive, hidden.cleaned(after, after_sensitive)),
            change.get("after_unknown"),
        )
    )


class _Comparison:
    def __init__(self, hidden: HiddenValues, replace_paths: Iterable[Sequence[PathStep]]) -> None:
        self._hidden = hidden
        self._forcing = {tuple(path) for path in replace_paths}
        self._above_forcing = {
            path[:length] for path in self._forcing for length in range(len(path))
        }

    def differences(
        self,
        before: _Side,
        after: _Side,
        unknown: Any,
        path: tuple[PathStep, ...] = (),
    ) -> Iterator[AttributeChange]:
        if unknown is True:
            text = SENSITIVE if after.sensitive is True else KNOWN_AFTER_APPLY
            yield self._change(path, _shortened(before.text), text)
        elif before.sensitive is True or after.sensitive is True:
            yield from self._sensitive(before, after, unknown, path)
        elif _are(Mapping, before.value, after.value, unknown):
            yield from self._of_objects(before, after, unknown, path)
        elif _are(list, before.value, after.value, unknown):
            yield from self._of_lists(before, after, unknown, path)
        elif not _same(before.value, after.value):
            yield from self._of_scalars(before, after, path)

    def _sensitive(
        self, before: _Side, after: _Side, unknown: Any, path: tuple[PathStep, ...]
    ) -> Iterator[AttributeChange]:
        if before.value != after.value or _any_true(unknown):
            yield self._change(
                path,
                None if before.value is None else SENSITIVE,
                None if after.value is None and not unknown else SENSITIVE,
            )
        elif before.sensitive is not True and before.value is not None:
            yield self._change(path, "(not sensitive)", "(now sensitive)")
        elif after.sensitive is not True and after.value is not None:
            yield self._change(path, SENSITIVE, "(no longer sensitive)")

    def _of_objects(
        self, before: _Side, after: _Side, unknown: Any, path: tuple[PathStep, ...]
    ) -> Iterator[AttributeChange]:
        keys: set[str] = set()
        for each in (before.value, after.value, unknown):
            if isinstance(each, Mapping):
                keys.update(each)
        for key in sorted(keys):
            shown = self._hidden.hide(key)
            yield from self.differences(
                before.at(key, shown), after.at(key, shown), part(unknown, key), (*path, key)
            )

    def _of_lists(
        self, before: _Side, after: _Side, unknown: Any, path: tuple[PathStep, ...]
    ) -> Iterator[AttributeChange]:
        old, new = before.value or [], after.value or []
        if len(old) == len(new) or _any_true(unknown):
            number = len(unknown) if isinstance(unknown, list) else 0
            for n in range(max(len(old), len(new), number)):
                yield from self.differences(
                    before.at(n, n), after.at(n, n), part(unknown, n), (*path, n)
                )
            return
        first = common_length(old, new)
        last = min(common_length(old[::-1], new[::-1]), min(len(old), len(new)) - first)
        for old_index, new_index in _pairs(old, new, first, last):
            yield from self.differences(
                _NOTHING if old_index is None else before.at(old_index, old_index),
                _NOTHING if new_index is None else after.at(new_index, new_index),
                False,
                (*path, (old_index or 0) if new_index is None else new_index),
            )

    def _of_scalars(
        self, before: _Side, after: _Side, path: tuple[PathStep, ...]
    ) -> Iterator[AttributeChange]:
        old, new = before.shown, after.shown
        if isinstance(old, str) and isinstance(new, str) and old != new:
            parts = _parts(old, new)
            for where, before_part, after_part in parts:
                yield self._change(path, before_part, after_part, where)
            if parts:
                return
        old_text, new_text = before.text, after.text
        if old_text is not None and new_text is not None:
            old_text, new_text = shortened_pair(old_text, new_text)
        yield self._change(path, _shortened(old_text), _shortened(new_text))

    def _change(
        self,
        path: tuple[PathStep, ...],
        before: Optional[str],
        after: Optional[str],
        where: str = "",
    ) -> AttributeChange:
        shown = (self._hidden.hide(step) if isinstance(step, str) else step for step in path)
        # Where a path is reported as a whole, what forces the replacement may be deeper in it.
        forces = path in self._above_forcing or any(
            path[:length] in self._forcing for length in range(len(path) + 1)
        )
        return AttributeChange(path_text(shown), before, after, forces, where)


_NOTHING = _Side(None, False, None)


def _pairs(
    old: Sequence[Any], new: Sequence[Any], first: int, last: int
) -> Iterator[tuple[Optional[int], Optional[int]]]:
    """The indices of elements to compare; None for one that has no counterpart.

    :param first: how many elements the lists have in common at their beginning.
    :param last: and at their end.
    """
    olds, news = range(first, len(old) - last), range(first, len(new) - last)
    if max(len(olds), len(news)) > _COMPARABLE:
        yield from _side_by_side(olds, news)
        return
    matcher = difflib.SequenceMatcher(
        None, [_key(old[n]) for n in olds], [_key(new[n]) for n in news], autojunk=False
    )
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if tag != "equal":
            yield from _side_by_side(olds[old_from:old_to], news[new_from:new_to])


def _side_by_side(
    olds: Sequence[int], news: Sequence[int]
) -> Iterator[tuple[Optional[int], Optional[int]]]:
    for n in range(max(len(olds), len(news))):
        yield olds[n] if n < len(olds) else None, news[n] if n < len(news) else None


_Part = tuple[str, Optional[str], Optional[str]]


def _parts(old: str, new: str) -> list[_Part]:
    """Where in two strings the difference is, and what differs there, if that can be said."""
    old_json, new_json = _json(old), _json(new)
    if _both(Mapping, old_json, new_json) or _both(list, old_json, new_json):
        comparison = _Comparison(HiddenValues(()), ())
        old_side, new_side = (_Side(each, False, each) for each in (old_json, new_json))
        try:
            changes = list(comparison.differences(old_side, new_side, False))
        except RecursionError:
            return []
        return [(change.path, change.before, change.after) for change in changes]
    return _lines(old.splitlines(), new.splitlines())


def _lines(old: list[str], new: list[str]) -> list[_Part]:
    shorter = min(len(old), len(new))
    if shorter < 2:
        return []
    first = common_length(old, new)
    last = min(common_length(old[::-1], new[::-1]), shorter - first)
    middles = old[first : len(old) - last], new[first : len(new) - last]
    number = max(map(len, middles))
    if not number:
        return []
    where = f"line {first + 1}" if number == 1 else f"lines {first + 1}-{first + number}"
    before, after = (value_text("\n".join(middle)) if middle else None for middle in middles)
    if before is not None and after is not None:
        before, after = shortened_pair(before, after)
    return [(where, _shortened(before), _shortened(after))]


def _json(text: str) -> Any:
    """A JSON document in a string; None where it is none, or is not worth a comparison."""
    if text[:1] not in ("{", "["):
        return None
    try:
        return json.loads(text) or None
    except (ValueError, RecursionError):
        return None


def _element(value: Any, key: PathStep) -> Any:
    if isinstance(value, Mapping):
        return value.get(key)
    if isinstance(value, list) and isinstance(key, int) and key < len(value):
        return value[key]
    return None


def _both(kind: type, one: Any, other: Any) -> bool:
    return isinstance(one, kind) and isinstance(other, kind)


def _are(kind: type, before: Any, after: Any, unknown: Any) -> bool:
    """Whether both are of this kind; nothing is of any kind, if not everything is nothing."""
    values = [each for each in (before, after) if each is not None]
    return all(isinstance(each, kind) for each in values or (unknown,))


def _same(one: Any, other: Any) -> bool:
    # `1 == True` in Python.
    return bool(one == other) and isinstance(one, bool) == isinstance(other, bool)


def _any_true(structure: Any) -> bool:
    if isinstance(structure, Mapping):
        return any(map(_any_true, structure.values()))
    if isinstance(structure, list):
        return any(map(_any_true, structure))
    return structure is True


def _key(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


def _shortened(text: Optional[str]) -> Optional[str]:
    return None if text is None else shortened(text)
