"""Mistakes that the user can mend."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class UserError(Exception):
    """`str()` is one or two sentences for the person who must act; no traceback helps them."""


def nearest(name: str, known: Iterable[str]) -> str:
    """` Did you mean …?` for the most similar of the known names, or nothing."""
    matches = difflib.get_close_matches(name, list(known), n=1)
    return f" Did you mean {matches[0]}?" if matches else ""
