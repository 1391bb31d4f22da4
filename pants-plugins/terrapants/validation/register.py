"""The backend `terrapants.validation`: Terraform in `fmt`, `lint` and `check`."""

from __future__ import annotations

from collections.abc import Iterable

from pants.engine.rules import Rule
from pants.engine.target import Target
from pants.engine.unions import UnionRule

from terrapants.terraform import rules as terraform
from terrapants.terraform.pants_changes import switch_off_builtin_check_and_fmt
from terrapants.validation import (
    aliased_providers,
    build_file_problems,
    check_goal,
    fix_goal,
    fmt_goal,
    format_lint,
    formatted_files,
    formatting,
    module_files,
    module_findings,
    module_lint,
    selected_modules,
    validating,
)
from terrapants.validation import (
    target_types as fields,
)


def target_types() -> Iterable[type[Target]]:
    return terraform.target_types()


def rules() -> Iterable[Rule | UnionRule]:
    switch_off_builtin_check_and_fmt()
    return [
        *terraform.rules(),
        *aliased_providers.rules(),
        *build_file_problems.rules(),
        *check_goal.rules(),
        *fields.rules(),
        *fix_goal.rules(),
        *fmt_goal.rules(),
        *format_lint.rules(),
        *formatted_files.rules(),
        *formatting.rules(),
        *module_files.rules(),
        *module_findings.rules(),
        *module_lint.rules(),
        *selected_modules.rules(),
        *validating.rules(),
    ]
