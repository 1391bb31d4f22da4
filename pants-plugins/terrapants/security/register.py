"""The security scan of Terraform modules: the backend `terrapants.security`."""

from __future__ import annotations

from collections.abc import Iterable

from pants.backend.terraform.target_types import TerraformModuleTarget
from pants.engine.rules import Rule
from pants.engine.target import Target
from pants.engine.unions import UnionRule

from terrapants.security import configuration, lint, plan_scan, scan, tool
from terrapants.security.target_types import SkipCheckovField
from terrapants.terraform import rules as terraform


def target_types() -> Iterable[type[Target]]:
    return terraform.target_types()


def rules() -> Iterable[Rule | UnionRule]:
    return (
        *terraform.rules(),
        *configuration.rules(),
        *lint.rules(),
        *plan_scan.rules(),
        *scan.rules(),
        *tool.rules(),
        TerraformModuleTarget.register_plugin_field(SkipCheckovField),
    )
