"""Applies the rules to one module's README."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pants.engine.fs import DigestContents, PathGlobs, Paths
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, rule
from pants.engine.unions import UnionRule
from pants.util.logging import LogLevel

from terrapants.findings.finding import Finding
from terrapants.findings.unified_diff import unified_diff
from terrapants.hcl.module_interface import ModuleInterface
from terrapants.readme.examples import (
    Signature,
    called_directories,
    check_examples,
    read_examples,
)
from terrapants.readme.findings import (
    DESCRIPTION,
    GENERATED_PART,
    README_EXISTS,
    README_FILE,
    README_STUB,
    SECTIONS,
    TITLE,
    USAGE_EXAMPLE,
    in_page,
    new_finding,
)
from terrapants.readme.markdown_page import MarkdownPage, read_page
from terrapants.readme.module_readme import ModuleReadme, ModuleReadmeRequest
from terrapants.readme.page_rules import MARKDOWN, check_links, check_structure, link_target
from terrapants.readme.readme_text import NotUtf8, decode_readme
from terrapants.readme.subsystem import ModuleReadmeSubsystem
from terrapants.terraform.modules import (
    TerraformModule,
    TerraformModuleDirectories,
    TerraformModuleRequest,
)

# Findings, each with the diff that mends it, or "" where there is none.
Differences = tuple[tuple[Finding, str], ...]

# What a module that needs no README is not asked for.
_FOR_MODULES_ONLY = frozenset(
    rule.id for rule in (README_EXISTS, README_STUB, TITLE, DESCRIPTION, USAGE_EXAMPLE, SECTIONS)
)


@dataclass(frozen=True)
class ReadmeCheckRequest:
    """A module's directory, and the ids of the rules that are not applied to its README."""

    directory: str
    skipped_rules: tuple[str, ...]


@dataclass(frozen=True)
class ReadmeCheck:
    """What is found in one README."""

    found: Differences
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class LinkedFilesRequest:
    """Paths that a page links to, relative to the build root."""

    paths: tuple[str, ...]


@dataclass(frozen=True)
class LinkedFiles:
    """Which of them exist, and the texts of the Markdown files among them."""

    existing: frozenset[str]
    pages: tuple[tuple[str, str], ...]


@rule(desc="Look at the files that a README links to", level=LogLevel.DEBUG)
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


@rule(desc="Check the README of a module", level=LogLevel.DEBUG)
async def check_readme(
    request: ReadmeCheckRequest,
    subsystem: ModuleReadmeSubsystem,
    modules: TerraformModuleDirectories,
) -> ReadmeCheck:
    readme = await Get(ModuleReadme, ModuleReadmeRequest(request.directory))
    skipped = {*request.skipped_rules, *(_FOR_MODULES_ONLY if readme.is_optional else ())}
    drift = () if GENERATED_PART.id in skipped else drift_of_readme(readme)
    if readme.present is None:
        missing: Differences = ()
        if README_EXISTS.id not in skipped and not readme.problems:
            message = (
                f"the module has no README; run `{fix_command(readme)}`, then say in it what the "
                "module is"
            )
            missing = ((new_finding(README_EXISTS, readme.path, 0, message), ""),)
        return ReadmeCheck((*missing, *drift), readme.warnings)
    try:
        page = read_page(decode_readme(readme.present).text)
    except NotUtf8 as error:
        finding = new_finding(README_FILE, readme.path, error.line, str(error))
        unreadable = ((in_page(finding, readme.present), ""),)
        return ReadmeCheck(drift or unreadable, readme.warnings)

    examples = read_examples(page, readme.path)
    called = sorted(called_directories(examples, request.directory) & {*modules.directories})
    links = tuple(sorted(_linked_paths(page, readme.path)))
    linked = await Get(LinkedFiles, LinkedFilesRequest(links))
    interfaces = await MultiGet(
        Get(TerraformModule, TerraformModuleRequest(directory)) for directory in called
    )
    signatures = {module.directory: signature_of(module.interface) for module in interfaces}
    other_pages = {path: read_page(text) for path, text in linked.pages}
    findings = [
        *check_structure(page, readme.path, subsystem.sections, subsystem.fewest_words),
        *check_examples(examples, readme.path, request.directory, signatures),
        *check_links(page, readme.path, linked.existing, other_pages),
    ]
    kept = ((in_page(each, readme.present), "") for each in findings if each.rule not in skipped)
    return ReadmeCheck((*kept, *drift), readme.warnings)


def drift_of_readme(readme: ModuleReadme) -> Differences:
    """What stands in the way of the generated part, or how it differs from what it should be."""
    if readme.problems:
        return tuple((problem, "") for problem in readme.problems)
    if readme.expected is None or not readme.is_stale:
        return ()
    state = (
        "the README does not exist"
        if readme.present is None
        else "the generated part is out of date"
    )
    finding = new_finding(GENERATED_PART, readme.path, 0, f"{state}; run `{fix_command(readme)}`")
    return ((finding, unified_diff(readme.path, readme.present, readme.expected)),)


def fix_command(readme: ModuleReadme) -> str:
    """The command that mends the generated part."""
    return f"./pants fix {readme.directory or '//'}:"


def signature_of(interface: ModuleInterface) -> Signature:
    """What callers of a module may set and use."""
    return Signature(
        frozenset(variable.name for variable in interface.variables),
        tuple(sorted(each.name for each in interface.variables if each.default is None)),
        frozenset(output.name for output in interface.outputs),
    )


def _linked_paths(page: MarkdownPage, path: str) -> set[str]:
    targets = (link_target(link, path) for link in page.links)
    return {target.path for target in targets if target and target.path and target.path != path}


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
