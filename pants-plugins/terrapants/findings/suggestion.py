"""Suggestions for mistyped names."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def closest_name(name: str, known: Iterable[str], cutoff: float = 0.6) -> str | None:
    """The known name that is most like this one, None where none is similar enough.

    :param cutoff: from 0 (anything) to 1 (the name itself), as in `difflib.get_close_matches`.
    """
    return next(iter(difflib.get_close_matches(name, sorted(known), n=1, cutoff=cutoff)), None)


def did_you_mean(name: str, known: Iterable[str], quote: str = "", cutoff: float = 0.6) -> str:
    """` Did you mean …?` for the closest known name, to follow a sentence; "" where there is none.

    :param quote: put before and after the suggestion.
    """
    closest = closest_name(name, known, cutoff)
    return f" Did you mean {quote}{closest}{quote}?" if closest else ""
