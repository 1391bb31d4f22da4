"""Up-to-date READMEs of Terraform modules: the backend `terrapants.readme`."""

from __future__ import annotations

from collections.abc import Iterable

from pants.engine.rules import Rule
from pants.engine.target import Target
from pants.engine.unions import UnionRule

from terrapants.readme import (
    check_goal,
    fix_goal,
    generated_page,
    lint_goal,
    module_index,
    module_readme,
    page_check,
    targets,
)
from terrapants.readme.target_types import ModuleIndexTarget, ModuleReadmeTarget
from terrapants.terraform import rules as terraform


def target_types() -> Iterable[type[Target]]:
    return (*terraform.target_types(), ModuleIndexTarget, ModuleReadmeTarget)


def rules() -> Iterable[Rule | UnionRule]:
    return (
        *terraform.rules(),
        *check_goal.rules(),
        *fix_goal.rules(),
        *generated_page.rules(),
        *lint_goal.rules(),
        *module_index.rules(),
        *module_readme.rules(),
        *page_check.rules(),
        *targets.rules(),
    )
