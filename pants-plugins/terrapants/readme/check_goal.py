"""`check` for READMEs: the rules about what is not generated."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from pants.core.goals.check import CheckRequest, CheckResult, CheckResults
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, rule
from pants.engine.unions import UnionRule
from pants.util.docutil import bin_name
from pants.util.logging import LogLevel

from terrapants.findings.baseline_file import (
    AcceptableFindings,
    AcceptableFindingsRequest,
    Baseline,
)
from terrapants.findings.finding import Finding, fails, in_order, render
from terrapants.findings.report import FindingsReport, FindingsReportRequest
from terrapants.readme.findings import (
    README_EXISTS,
    README_FILE,
    README_TOOL,
    in_page,
    new_finding,
)
from terrapants.readme.generated_page import Page, PageRequest
from terrapants.readme.module_readme import (
    ModuleSettings,
    ModuleSettingsRequest,
    module_spec,
)
from terrapants.readme.page_check import PageCheck, PageCheckRequest
from terrapants.readme.subsystem import ModuleReadmeSubsystem
from terrapants.readme.targets import (
    DocumentedModule,
    DocumentedModules,
    DocumentedModulesRequest,
    ModuleReadmeFieldSet,
)
from terrapants.readme.terraform_docs.encoding import NotUtf8, decode_page
from terrapants.terraform.file_names import TerraformFileNames


class CheckReadmesRequest(CheckRequest[ModuleReadmeFieldSet]):
    field_set_type = ModuleReadmeFieldSet
    tool_name = ModuleReadmeSubsystem.options_scope


@dataclass(frozen=True)
class ReadmeCheckRequest:
    """A module's directory, and the levels of the rules for its README."""

    directory: str
    module: DocumentedModule


@dataclass(frozen=True)
class ReadmeCheck:
    """What was found in one README."""

    findings: tuple[Finding, ...]


@rule(desc="Check READMEs of modules", level=LogLevel.DEBUG)
async def check_readmes(
    request: CheckReadmesRequest, subsystem: ModuleReadmeSubsystem, baseline: Baseline
) -> CheckResults:
    if subsystem.skip:
        return CheckResults([], checker_name=request.tool_name)
    selected = tuple(sorted({each.address.spec_path for each in request.field_sets}))
    modules = await Get(DocumentedModules, DocumentedModulesRequest(selected))
    checks = await MultiGet(
        Get(ReadmeCheck, ReadmeCheckRequest(directory, modules.by_directory[directory]))
        for directory in modules.selected(selected)
    )
    findings = in_order(
        (*modules.problems, *(finding for check in checks for finding in check.findings))
    )
    tool = replace(README_TOOL, goal="check")
    found = baseline.sort_out(README_TOOL.id, findings)
    report = await Get(FindingsReport, FindingsReportRequest(tool, found.new))
    text = "\n".join(part for part in (render(found.new), baseline.remark(found).strip()) if part)
    result = CheckResult(1 if fails(found.new) else 0, text, "", report=report.digest)
    has_result = bool(checks or modules.problems)
    return CheckResults([result] if has_result else [], checker_name=request.tool_name)


class AcceptableInReadmes(AcceptableFindingsRequest):
    pass


@rule(level=LogLevel.DEBUG)
async def acceptable_in_readmes(
    request: AcceptableInReadmes, subsystem: ModuleReadmeSubsystem, files: TerraformFileNames
) -> AcceptableFindings:
    directories = {
        target.address.spec_path
        for target in request.targets
        if not subsystem.skip and ModuleReadmeFieldSet.is_applicable(target)
    }
    modules = await Get(DocumentedModules, DocumentedModulesRequest(tuple(sorted(directories))))
    selected = modules.selected(tuple(sorted(directories)))
    checks = await MultiGet(
        Get(ReadmeCheck, ReadmeCheckRequest(directory, modules.by_directory[directory]))
        for directory in selected
    )
    return AcceptableFindings(
        README_TOOL.id,
        # To accept a README that cannot be read would hide all the rest.
        tuple(
            finding
            for check in checks
            for finding in check.findings
            if finding.rule != README_FILE.id
        ),
        frozenset(selected),
        files.module_of,
    )


@rule(desc="Check the README of a module", level=LogLevel.DEBUG)
async def check_readme(request: ReadmeCheckRequest) -> ReadmeCheck:
    settings = await Get(ModuleSettings, ModuleSettingsRequest(request.directory))
    page = await Get(Page, PageRequest(settings.path, "output.file"))
    if page.content is None:
        missing = () if settings.is_optional else _missing(request.directory, settings, page)
        return ReadmeCheck(
            () if request.module.levels.is_off(README_EXISTS.id) else _applied(request, missing)
        )
    try:
        decode_page(page.content)
    except NotUtf8 as error:
        finding = new_finding(README_FILE, page.path, error.line, str(error))
        return ReadmeCheck((in_page(finding, page.content),))
    check = await Get(
        PageCheck, PageCheckRequest(request.directory, request.module, page.path, page.content)
    )
    return ReadmeCheck(check.findings)


def _applied(request: ReadmeCheckRequest, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(request.module.levels.applied(findings))


def _missing(directory: str, settings: ModuleSettings, page: Page) -> tuple[Finding, ...]:
    """Why there is no README to check: settings that are not valid may name another file."""
    if settings.problems:
        return settings.problems
    if page.obstacle:
        return (new_finding(README_FILE, page.path, 0, page.obstacle),)
    message = "the module has no README; write one that says what the module is"
    if settings.settings.generates:
        command = f"{bin_name()} fix --module-readme-create {module_spec(directory)}"
        message += f", or run `{command}` and complete it"
    return (new_finding(README_EXISTS, settings.path, 0, message),)


def rules() -> Iterable[Rule | UnionRule]:
    return [
        *collect_rules(),
        UnionRule(AcceptableFindingsRequest, AcceptableInReadmes),
        UnionRule(CheckRequest, CheckReadmesRequest),
    ]
