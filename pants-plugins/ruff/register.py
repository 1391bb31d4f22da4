"""Lints, fixes and formats Python with the ruff of a resolve.

The backend of Pants 2.17 calls ruff by a command line that ruff no longer has, and does not format.
Those of later releases (`pants.backend.experimental.python.lint.ruff.check` and `….format`) take a
binary of its vendor. This one takes it from a lock file, on every release. Its fields have the same
names: use one or the other.
"""

from __future__ import annotations

from collections.abc import Iterable

from pants.engine.rules import Rule
from pants.engine.unions import UnionRule

from ruff import rules as ruff_rules
from ruff import skip_fields


def rules() -> Iterable[Rule | UnionRule]:
    return (*skip_fields.rules(), *ruff_rules.rules())
