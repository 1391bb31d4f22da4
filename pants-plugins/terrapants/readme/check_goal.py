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
    README_MODULE,
    README_SETTINGS,
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

# Nothing else is found in a README that is not read: to accept that would hide all the rest.
_NEVER_ACCEPTED = frozenset({README_FILE.id, README_SETTINGS.id, README_MODULE.id})


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


@dataclass(frozen=True)
class CheckedReadmesRequest:
    """Directories of modules."""

    directories: frozenset[str]


@dataclass(frozen=True)
class CheckedReadmes:
    """:param directories: those of the modules whose READMEs are checked.
    :param problems: of options and fields, which are about no README.
    """

    directories: frozenset[str]
    findings: tuple[Finding, ...]
    problems: tuple[Finding, ...]


@rule(level=LogLevel.DEBUG)
async def checked_readmes(request: CheckedReadmesRequest) -> CheckedReadmes:
    every = tuple(sorted(request.directories))
    modules = await Get(DocumentedModules, DocumentedModulesRequest(every))
    selected = modules.selected(every)
    checks = await MultiGet(
        Get(ReadmeCheck, ReadmeCheckRequest(directory, modules.by_directory[directory]))
        for directory in selected
    )
    return CheckedReadmes(
        frozenset(selected),
        tuple(finding for check in checks for finding in check.findings),
        modules.problems,
    )


@rule(desc="Check READMEs of modules", level=LogLevel.DEBUG)
async def check_readmes(
    request: CheckReadmesRequest, subsystem: ModuleReadmeSubsystem, baseline: Baseline
) -> CheckResults:
    if subsystem.skip:
        return CheckResults([], checker_name=request.tool_name)
    checked = await Get(
        CheckedReadmes,
        CheckedReadmesRequest(frozenset(each.address.spec_path for each in request.field_sets)),
    )
    findings = in_order((*checked.problems, *checked.findings))
    tool = replace(README_TOOL, goal="check")
    found = baseline.sort_out(README_TOOL.id, findings)
    report = await Get(FindingsReport, FindingsReportRequest(tool, found.new))
    text = "\n".join(part for part in (render(found.new), baseline.remark(found).strip()) if part)
    result = CheckResult(1 if fails(found.new) else 0, text, "", report=report.digest)
    has_result = bool(checked.directories or checked.problems)
    return CheckResults([result] if has_result else [], checker_name=request.tool_name)


class AcceptableInReadmes(AcceptableFindingsRequest):
    pass


@rule(level=LogLevel.DEBUG)
async def acceptable_in_readmes(
    request: AcceptableInReadmes, subsystem: ModuleReadmeSubsystem, files: TerraformFileNames
) -> AcceptableFindings:
    directories = frozenset(
        target.address.spec_path
        for target in request.targets
        if not subsystem.skip and ModuleReadmeFieldSet.is_applicable(target)
    )
    checked = await Get(CheckedReadmes, CheckedReadmesRequest(directories))
    return AcceptableFindings(
        README_TOOL.id,
        tuple(each for each in checked.findings if each.rule not in _NEVER_ACCEPTED),
        checked.directories,
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
