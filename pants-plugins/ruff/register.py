"""Lints, fixes and formats Python with a current ruff.

The backend of Pants 2.17 calls ruff by a command line that ruff no longer has, and does not format.
Later releases of Pants do both: there, `pants.backend.experimental.python.lint.ruff.check` and
`….ruff.format` take the place of this backend, with the same `[ruff]` options and the same fields.
"""

from __future__ import annotations

from collections.abc import Iterable

from pants.backend.python.lint.ruff import subsystem
from pants.engine.rules import Rule
from pants.engine.unions import UnionRule

from ruff import rules as ruff_rules
from ruff import skip_fields


def rules() -> Iterable[Rule | UnionRule]:
    return (*subsystem.rules(), *skip_fields.rules(), *ruff_rules.rules())
