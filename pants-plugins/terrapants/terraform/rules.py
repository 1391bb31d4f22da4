"""All rules and targets of the toolchain, for the rooms above."""

from __future__ import annotations

from collections.abc import Iterable

from pants.core.util_rules import external_tool, system_binaries
from pants.engine.rules import Rule
from pants.engine.target import Target
from pants.engine.unions import UnionRule

from terrapants.findings import report
from terrapants.terraform import (
    dependency_inference,
    hcl_files,
    input_files,
    modules,
    pants_compat,
    process,
    providers,
    scripts,
    target_files,
    tool,
)
from terrapants.terraform.pants_compat import switch_off_builtin_module_inference
from terrapants.terraform.target_types import TerraformFilesTarget


def target_types() -> Iterable[type[Target]]:
    return (TerraformFilesTarget,)


def rules() -> Iterable[Rule | UnionRule]:
    switch_off_builtin_module_inference()
    return (
        *dependency_inference.rules(),
        *external_tool.rules(),
        *report.rules(),
        *hcl_files.rules(),
        *input_files.rules(),
        *modules.rules(),
        *pants_compat.rules(),
        *process.rules(),
        *providers.rules(),
        *scripts.rules(),
        *system_binaries.rules(),
        *target_files.rules(),
        *tool.rules(),
    )
