"""`check` for READMEs: the rules about what is not generated."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from pants.core.goals.check import CheckRequest, CheckResult, CheckResults
from pants.engine.fs import DigestContents, PathGlobs, Paths
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, rule
from pants.engine.unions import UnionRule
from pants.util.logging import LogLevel

from terrapants.findings.finding import Finding, fails, in_order, render
from terrapants.findings.report import FindingsReport, FindingsReportRequest
from terrapants.hcl.module_interface import ModuleInterface
from terrapants.readme.example_rules import (
    Signature,
    called_directories,
    check_examples,
    read_examples,
)
from terrapants.readme.findings import (
    DESCRIPTION,
    README_EXISTS,
    README_FILE,
    README_STUB,
    README_TOOL,
    SECTIONS,
    TITLE,
    USAGE_EXAMPLE,
    in_page,
    new_finding,
)
from terrapants.readme.generated_page import Page, PageRequest
from terrapants.readme.markdown_page import read_page
from terrapants.readme.module_readme import (
    ModuleSettings,
    ModuleSettingsRequest,
    fix_command,
)
from terrapants.readme.page_rules import MARKDOWN, check_links, check_structure, linked_paths
from terrapants.readme.subsystem import ModuleReadmeSubsystem
from terrapants.readme.targets import (
    DocumentedModules,
    DocumentedModulesRequest,
    ModuleReadmeFieldSet,
)
from terrapants.readme.terraform_docs.encoding import NotUtf8, decode_page
from terrapants.terraform.modules import (
    ConfigurationDirectories,
    ConfigurationDirectoriesRequest,
    TerraformModule,
    TerraformModuleRequest,
)

# These do not apply to a module that needs no README.
_FOR_REQUIRED_READMES = frozenset(
    rule.id for rule in (README_EXISTS, README_STUB, TITLE, DESCRIPTION, USAGE_EXAMPLE, SECTIONS)
)


class CheckReadmesRequest(CheckRequest[ModuleReadmeFieldSet]):
    field_set_type = ModuleReadmeFieldSet
    tool_name = ModuleReadmeSubsystem.options_scope


@dataclass(frozen=True)
class ReadmeCheckRequest:
    """A module's directory, and the IDs of the rules that are not applied to its README."""

    directory: str
    skipped_rules: tuple[str, ...]


@dataclass(frozen=True)
class ReadmeCheck:
    """What was found in one README."""

    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class LinkedFilesRequest:
    """Paths that a page links to, relative to the build root."""

    paths: tuple[str, ...]


@dataclass(frozen=True)
class LinkedFiles:
    """Which of them exist, and the texts of the Markdown files among them."""

    existing: frozenset[str]
    pages: tuple[tuple[str, str], ...]


@rule(desc="Check READMEs of modules", level=LogLevel.DEBUG)
async def check_readmes(
    request: CheckReadmesRequest, subsystem: ModuleReadmeSubsystem
) -> CheckResults:
    if subsystem.skip:
        return CheckResults([], checker_name=request.tool_name)
    selected = tuple(sorted({each.address.spec_path for each in request.field_sets}))
    modules = await Get(DocumentedModules, DocumentedModulesRequest(selected))
    checks = await MultiGet(
        Get(ReadmeCheck, ReadmeCheckRequest(directory, modules.skipped_rules[directory]))
        for directory in modules.selected(selected)
    )
    findings = in_order(finding for check in checks for finding in check.findings)
    tool = replace(README_TOOL, goal="check")
    report = await Get(FindingsReport, FindingsReportRequest(tool, findings))
    result = CheckResult(1 if fails(findings) else 0, render(findings), "", report=report.digest)
    return CheckResults([result] if checks else [], checker_name=request.tool_name)


@rule(desc="Check the README of a module", level=LogLevel.DEBUG)
async def check_readme(
    request: ReadmeCheckRequest, subsystem: ModuleReadmeSubsystem
) -> ReadmeCheck:
    settings = await Get(ModuleSettings, ModuleSettingsRequest(request.directory))
    path = settings.path
    content = (await Get(Page, PageRequest(path, "output.file"))).content
    skipped = {*request.skipped_rules, *(_FOR_REQUIRED_READMES if settings.is_optional else ())}
    if content is None:
        missing = _missing(request.directory, settings)
        return ReadmeCheck(() if README_EXISTS.id in skipped else missing)
    try:
        page = read_page(decode_page(content).text)
    except NotUtf8 as error:
        finding = new_finding(README_FILE, path, error.line, str(error))
        return ReadmeCheck((in_page(finding, content),))

    examples = read_examples(page, path)
    called = called_directories(examples, request.directory)
    configured, linked = await MultiGet(
        Get(ConfigurationDirectories, ConfigurationDirectoriesRequest(tuple(sorted(called)))),
        Get(LinkedFiles, LinkedFilesRequest(linked_paths(page, path))),
    )
    interfaces = await MultiGet(
        Get(TerraformModule, TerraformModuleRequest(directory))
        for directory in sorted(configured.directories)
    )
    signatures = {module.directory: _signature(module.interface()) for module in interfaces}
    other_pages = {path: read_page(text) for path, text in linked.pages}
    findings = [
        *check_structure(page, path, subsystem.sections, subsystem.minimum_words),
        *check_examples(examples, path, request.directory, signatures),
        *check_links(page, path, linked.existing, other_pages),
    ]
    return ReadmeCheck(
        tuple(in_page(each, content) for each in findings if each.rule not in skipped)
    )


@rule(desc="Look for the files that a README links to", level=LogLevel.DEBUG)
async def linked_files(request: LinkedFilesRequest) -> LinkedFiles:
    # A name with these characters would be taken for a pattern: it is not looked at.
    plain = [path for path in request.paths if not set(path) & set("*?[]{}!\\")]
    paths, contents = await MultiGet(
        Get(Paths, PathGlobs(glob for path in plain for glob in (path, f"{path}/*"))),
        Get(DigestContents, PathGlobs(path for path in plain if path.endswith(MARKDOWN))),
    )
    parents = {path.rpartition("/")[0] for path in (*paths.files, *paths.dirs)}
    return LinkedFiles(
        frozenset({*paths.files, *paths.dirs, *parents, *(set(request.paths) - set(plain))}),
        tuple((file.path, file.content.decode("utf-8", "replace")) for file in contents),
    )


def _missing(directory: str, settings: ModuleSettings) -> tuple[Finding, ...]:
    """Why there is no README to check: settings that are not valid may name another file."""
    message = (
        f"the module has no README; run `{fix_command(directory)}`, then describe in it what the "
        "module is"
    )
    return settings.problems or (new_finding(README_EXISTS, settings.path, 0, message),)


def _signature(interface: ModuleInterface) -> Signature:
    return Signature(
        frozenset(variable.name for variable in interface.variables),
        tuple(sorted(each.name for each in interface.variables if each.default is None)),
        frozenset(output.name for output in interface.outputs),
    )


def rules() -> Iterable[Rule | UnionRule]:
    return [*collect_rules(), UnionRule(CheckRequest, CheckReadmesRequest)]
