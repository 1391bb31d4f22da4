"""Modules, packages and services from templates: the backend `terrapants.scaffold`."""

from __future__ import annotations

from collections.abc import Iterable

from pants.engine.rules import Rule
from pants.engine.unions import UnionRule

from terrapants.scaffold import generate_module_goal, rendering, text_merge, updating


def rules() -> Iterable[Rule | UnionRule]:
    return (
        *generate_module_goal.rules(),
        *rendering.rules(),
        *text_merge.rules(),
        *updating.rules(),
    )
