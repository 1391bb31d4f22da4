from __future__ import annotations

from collections.abc import Iterable

from pants.backend.python.target_types import (
    PythonSourcesGeneratorTarget,
    PythonSourceTarget,
    PythonTestsGeneratorTarget,
    PythonTestTarget,
    PythonTestUtilsGeneratorTarget,
)
from pants.engine.target import BoolField
from pants.engine.unions import UnionRule


class SkipRuffCheckField(BoolField):
    alias = "skip_ruff_check"
    default = False
    help = "If true, don't run `ruff check` on this target's code."


class SkipRuffFormatField(BoolField):
    alias = "skip_ruff_format"
    default = False
    help = "If true, don't run `ruff format` on this target's code."


def rules() -> Iterable[UnionRule]:
    return [
        target.register_plugin_field(field)
        for target in (
            PythonSourcesGeneratorTarget,
            PythonSourceTarget,
            PythonTestsGeneratorTarget,
            PythonTestTarget,
            PythonTestUtilsGeneratorTarget,
        )
        for field in (SkipRuffCheckField, SkipRuffFormatField)
    ]
