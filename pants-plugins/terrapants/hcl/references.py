"""What expressions refer to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from terrapants.hcl.expressions import Expression, Literal, Traversal, walk

_DATA = "data"


def count_references(expressions: Iterable[Expression], in_json: bool) -> Counter[str]:
    """How often each address is referred to: `var.a`, `local.b`, `data.c.d`, `aws.replica`."""
    counted: Counter[str] = Counter()
    for expression in expressions:
        counted.update(referred(expression, in_json))
    return counted


def referred(expression: Expression | None, in_json: bool) -> Iterator[str]:
    """The addresses that the expression, and all inside it, refers to.

    :param in_json: whether it is of JSON syntax, in which some arguments (`depends_on`,
        `provider`) have addresses as plain strings: then every string that may be one counts.
    """
    if expression is None:
        return
    for inner in walk(expression):
        if isinstance(inner, Traversal):
            yield _address(inner.steps)
        elif in_json and isinstance(inner, Literal) and isinstance(inner.value, str):
            yield _address(tuple(inner.value.partition("[")[0].split(".")))


def _address(steps: tuple[str, ...]) -> str:
    return ".".join(steps[: 3 if steps[0] == _DATA else 2])
