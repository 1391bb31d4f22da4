"""Module READMEs that say what the module says: the backend `terrapants.readme`."""

from __future__ import annotations

from collections.abc import Iterable

from pants.engine.rules import Rule
from pants.engine.target import Target
from pants.engine.unions import UnionRule

from terrapants.readme import (
    documented_modules,
    goals,
    index_goals,
    module_readme,
    module_settings,
    readme_check,
    readme_targets,
)
from terrapants.readme.target_types import ModuleIndexTarget, ModuleReadmeTarget
from terrapants.terraform import rules as terraform


def target_types() -> Iterable[type[Target]]:
    return (*terraform.target_types(), ModuleIndexTarget, ModuleReadmeTarget)


def rules() -> Iterable[Rule | UnionRule]:
    return (
        *terraform.rules(),
        *documented_modules.rules(),
        *goals.rules(),
        *index_goals.rules(),
        *module_readme.rules(),
        *module_settings.rules(),
        *readme_check.rules(),
        *readme_targets.rules(),
    )
