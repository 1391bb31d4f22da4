"""Modules, packages and services from templates: the backend `terrapants.scaffold`."""

from __future__ import annotations

from collections.abc import Iterable

from pants.engine.rules import Rule
from pants.engine.unions import UnionRule

from terrapants.scaffold import generate_module_goal, merge_lines, rendering


def rules() -> Iterable[Rule | UnionRule]:
    return (
        *generate_module_goal.rules(),
        *merge_lines.rules(),
        *rendering.rules(),
    )
