"""`terraform validate` as part of `check`."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pants.backend.terraform.goals.check import TerraformValidateSubsystem
from pants.core.goals.check import CheckRequest, CheckResult, CheckResults
from pants.engine.fs import PathGlobs, Paths
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, rule
from pants.engine.target import Target
from pants.engine.unions import UnionRule
from pants.util.logging import LogLevel
from pants.util.strutil import pluralize

from terrapants.findings.finding import Finding, Severity, count, fails, in_order, render
from terrapants.findings.report import FindingsReport, FindingsReportRequest
from terrapants.findings.sarif import SarifTool
from terrapants.findings.user_error import UserError
from terrapants.terraform.file_names import MODULE_GLOBS
from terrapants.terraform.globs import literal_glob, may_have_targets
from terrapants.terraform.modules import ModuleTargets, ModuleTargetsRequest
from terrapants.terraform.pants_compat import SkipTerraformValidateField
from terrapants.terraform.tool import TerraformBinary
from terrapants.validation.selected_modules import (
    ModuleOrTestFieldSet,
    TestedModules,
    TestedModulesRequest,
)
from terrapants.validation.validate_output import RULE
from terrapants.validation.validating import Validated, ValidateDirectory

EXAMPLES = "examples"


@dataclass(frozen=True)
class TerraformValidateFieldSet(ModuleOrTestFieldSet):
    @classmethod
    def opt_out(cls, tgt: Target) -> bool:
        return super().opt_out(tgt) or bool(tgt.get(SkipTerraformValidateField).value)


class TerraformValidateRequest(CheckRequest[TerraformValidateFieldSet]):
    field_set_type = TerraformValidateFieldSet
    tool_name = TerraformValidateSubsystem.options_scope


@dataclass(frozen=True)
class ExampleDirectoriesRequest:
    """Directories of modules, relative to the build root."""

    modules: tuple[str, ...]


@dataclass(frozen=True)
class ExampleDirectories:
    """The directories of the modules' examples, except those whose targets opt out."""

    directories: tuple[str, ...]


@rule
async def example_directories(request: ExampleDirectoriesRequest) -> ExampleDirectories:
    paths = await Get(
        Paths,
        PathGlobs(
            os.path.join(literal_glob(module), EXAMPLES, "*", glob)
            for module in request.modules
            for glob in MODULE_GLOBS
        ),
    )
    found = sorted({os.path.dirname(path) for path in paths.files})
    targets = await MultiGet(
        Get(ModuleTargets, ModuleTargetsRequest(directory)) for directory in found
    )
    return ExampleDirectories(
        tuple(
            directory
            for directory, of_directory in zip(found, targets)
            if may_have_targets(directory)
            and not any(map(TerraformValidateFieldSet.opt_out, of_directory.targets))
        )
    )


@rule(desc="Check with `terraform validate`", level=LogLevel.DEBUG)
async def check_terraform(
    request: TerraformValidateRequest,
    subsystem: TerraformValidateSubsystem,
) -> CheckResults:
    if subsystem.skip:
        return CheckResults([], checker_name=request.tool_name)
    tested = await Get(TestedModules, TestedModulesRequest(tuple(request.field_sets)))
    selected = {
        *(each.address.spec_path for each in request.field_sets if each.is_module),
        *(
            target.address.spec_path
            for target in tested.targets
            if TerraformValidateFieldSet.is_applicable(target)
        ),
    }
    if not selected:
        return CheckResults([], checker_name=request.tool_name)
    examples = await Get(ExampleDirectories, ExampleDirectoriesRequest(tuple(sorted(selected))))
    directories = sorted({*selected, *examples.directories})
    version = ""
    try:
        version = (await Get(TerraformBinary)).version
        validated = await MultiGet(
            Get(Validated, ValidateDirectory(directory)) for directory in directories
        )
        findings = in_order(found for each in validated for found in each.findings)
        text = summary(validated)
    except UserError as error:
        findings, text = (Finding("", Severity.ERROR, str(error)),), ""
    report = await Get(
        FindingsReport,
        FindingsReportRequest(
            SarifTool("terraform validate", request.tool_name, version, (RULE,)),
            # Services require a rule for each; in text it would only repeat itself.
            tuple(replace(finding, rule=RULE.id) for finding in findings),
        ),
    )
    result = CheckResult(
        exit_code=1 if fails(findings) else 0,
        stdout="\n".join(filter(None, (render(findings), text))),
        stderr="",
        report=report.digest,
    )
    return CheckResults([result], checker_name=request.tool_name)


def summary(validated: Sequence[Validated]) -> str:
    """A line for each invalid module, because several may share one error, and then a total:
    `3 modules: 1 valid, 1 invalid, 1 without files (2 errors, 1 warning)`."""
    invalid = [each.directory or "." for each in validated if fails(each.findings)]
    empty = sum(not each.has_files and not fails(each.findings) for each in validated)
    numbers = [f"{len(validated) - len(invalid) - empty} valid"]
    if invalid:
        numbers.append(f"{len(invalid)} invalid")
    if empty:
        numbers.append(f"{empty} without files")
    found = count(in_order(finding for each in validated for finding in each.findings))
    ending = f" ({found})" if found else ""
    total = f"{pluralize(len(validated), 'module')}: {', '.join(numbers)}{ending}"
    return "\n".join((*(f"invalid  {directory}" for directory in invalid), total))


def rules() -> Iterable[Rule | UnionRule]:
    return [*collect_rules(), UnionRule(CheckRequest, TerraformValidateRequest)]
