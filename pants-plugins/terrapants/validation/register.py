"""What `fmt`, `lint` and `check` say about Terraform: the backend `terrapants.validation`."""

from __future__ import annotations

from collections.abc import Iterable

from pants.engine.rules import Rule
from pants.engine.target import Target
from pants.engine.unions import UnionRule

from terrapants.terraform import rules as terraform
from terrapants.validation import build_file_problems, module_findings, module_lint, rule_fields


def target_types() -> Iterable[type[Target]]:
    return terraform.target_types()


def rules() -> Iterable[Rule | UnionRule]:
    return (
        *terraform.rules(),
        *build_file_problems.rules(),
        *module_findings.rules(),
        *module_lint.rules(),
        *rule_fields.rules(),
    )
