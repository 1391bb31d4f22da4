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
    deployment_files,
    file_names,
    file_owners,
    file_targets,
    hcl_files,
    hcl_reader,
    modules,
    needed_files,
    pants_compat,
    process,
    providers,
    scripts,
    source_lines,
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
        *deployment_files.rules(),
        *external_tool.rules(),
        *report.rules(),
        *file_names.rules(),
        *file_owners.rules(),
        *file_targets.rules(),
        *hcl_files.rules(),
        *hcl_reader.rules(),
        *modules.rules(),
        *needed_files.rules(),
        *pants_compat.rules(),
        *process.rules(),
        *providers.rules(),
        *scripts.rules(),
        *source_lines.rules(),
        *system_binaries.rules(),
        *tool.rules(),
    )
