"""`tailor` for modules in JSON syntax; Pants' own Terraform backend looks for `*.tf` files only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pants.backend.terraform.target_types import TerraformModuleTarget
from pants.backend.terraform.tool import TerraformTool
from pants.core.goals.tailor import (
    AllOwnedSources,
    PutativeTarget,
    PutativeTargets,
    PutativeTargetsRequest,
)
from pants.engine.fs import PathGlobs, Paths
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, rule
from pants.engine.unions import UnionRule
from pants.util.dirutil import group_by_dir
from pants.util.logging import LogLevel


@dataclass(frozen=True)
class PutativeJsonModulesRequest(PutativeTargetsRequest):
    pass


@rule(desc="Determine candidate Terraform modules in JSON syntax", level=LogLevel.DEBUG)
async def find_putative_json_modules(
    request: PutativeJsonModulesRequest, terraform: TerraformTool, owned: AllOwnedSources
) -> PutativeTargets:
    if not terraform.tailor:
        return PutativeTargets()
    native, json = await MultiGet(
        Get(Paths, PathGlobs, request.path_globs("*.tf")),
        Get(Paths, PathGlobs, request.path_globs("*.tf.json")),
    )
    # Where there is such a native file, Pants' own backend proposes the module, and it owns both.
    elsewhere = group_by_dir(set(native.files) - set(owned))
    return PutativeTargets(
        PutativeTarget.for_target_type(
            TerraformModuleTarget, path=directory, name=None, triggering_sources=sorted(names)
        )
        for directory, names in group_by_dir(set(json.files) - set(owned)).items()
        if directory not in elsewhere
    )


def rules() -> Iterable[Rule | UnionRule]:
    return [*collect_rules(), UnionRule(PutativeTargetsRequest, PutativeJsonModulesRequest)]
