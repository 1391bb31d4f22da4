"""All rules and targets of the toolchain, for the rooms above."""

from __future__ import annotations

from collections.abc import Iterable

from pants.backend.terraform.target_types import TerraformModuleTarget
from pants.core.util_rules import external_tool, system_binaries
from pants.engine.rules import Rule
from pants.engine.target import Target
from pants.engine.unions import UnionRule

from terrapants.findings import baseline_file, report
from terrapants.terraform import (
    dependency_inference,
    deployment_files,
    fetched_module,
    file_names,
    file_owners,
    file_targets,
    goal_remarks,
    hcl_files,
    hcl_reader,
    loaded_modules,
    missing_files,
    module_fetch,
    modules,
    needed_files,
    notices,
    pants_compat,
    process,
    provider_pool,
    providers,
    remote_cache,
    remote_modules,
    remote_needs,
    requested,
    running,
    scripts,
    source_lines,
    tailor,
    tested_module,
    tool,
    unowned_files,
    unused_memory,
)
from terrapants.terraform.pants_changes import (
    let_fixers_fail,
    let_modules_own_json_syntax,
    list_every_changed_file,
    remark_on_goals,
    switch_off_builtin_module_inference,
    write_changed_batches,
)
from terrapants.terraform.target_types import ProviderPoolField, TerraformFilesTarget


def target_types() -> Iterable[type[Target]]:
    return (TerraformFilesTarget,)


def rules() -> Iterable[Rule | UnionRule]:
    let_fixers_fail()
    write_changed_batches()
    list_every_changed_file()
    remark_on_goals(goal_remarks.GOALS)
    let_modules_own_json_syntax()
    switch_off_builtin_module_inference()
    return (
        TerraformModuleTarget.register_plugin_field(ProviderPoolField),
        *dependency_inference.rules(),
        *deployment_files.rules(),
        *external_tool.rules(),
        *baseline_file.rules(),
        *report.rules(),
        *fetched_module.rules(),
        *file_names.rules(),
        *file_owners.rules(),
        *file_targets.rules(),
        *goal_remarks.rules(),
        *hcl_files.rules(),
        *hcl_reader.rules(),
        *loaded_modules.rules(),
        *missing_files.rules(),
        *module_fetch.rules(),
        *modules.rules(),
        *needed_files.rules(),
        *notices.rules(),
        *pants_compat.rules(),
        *process.rules(),
        *provider_pool.rules(),
        *providers.rules(),
        *remote_cache.rules(),
        *remote_modules.rules(),
        *remote_needs.rules(),
        *requested.rules(),
        *running.rules(),
        *scripts.rules(),
        *source_lines.rules(),
        *system_binaries.rules(),
        *tailor.rules(),
        *tested_module.rules(),
        *tool.rules(),
        *unowned_files.rules(),
        *unused_memory.rules(),
    )
