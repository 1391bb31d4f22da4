"""The tables: how what was measured grows with the number of modules."""

from __future__ import annotations

from collections.abc import Mapping

BySize = dict[int, dict[str, dict[str, dict[str, float]]]]


def tables(measured: BySize) -> str:
    return ""
