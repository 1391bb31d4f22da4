"""A module's README as it is and as it should be."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass

from pants.engine.fs import DigestContents, PathGlobs
from pants.engine.rules import Get, Rule, collect_rules, rule
from pants.engine.unions import UnionRule
from pants.util.docutil import bin_name
from pants.util.logging import LogLevel

from terrapants.findings.finding import Finding, Severity, with_source_line
from terrapants.hcl.file_facts import LOCK_FILE
from terrapants.hcl.module_interface import ModuleInterface
from terrapants.hcl.paths import join_path
from terrapants.readme.findings import (
    GENERATED_PART,
    README_FILE,
    README_MODULE,
    README_SETTINGS,
    in_page,
    new_finding,
    unread_file,
)
from terrapants.readme.generated_page import Differences, GeneratedPage, Page, PageRequest
from terrapants.readme.new_readme import new_readme
from terrapants.readme.page_check import PageCheck, PageCheckRequest
from terrapants.readme.subsystem import ModuleReadmeSubsystem, is_optional, settings_file_name
from terrapants.readme.targets import README, DocumentedModules, DocumentedModulesRequest
from terrapants.readme.terraform_docs.applicable_settings import (
    applicable_settings,
    possible_settings_files,
)
from terrapants.readme.terraform_docs.encoding import NotUtf8, PageError, decode_page
from terrapants.readme.terraform_docs.inject import (
    GenerationError,
    generate_readme,
    has_markers,
    needed_files,
)
from terrapants.readme.terraform_docs.rows import ModuleRows, read_module_rows
from terrapants.readme.terraform_docs.settings import DocsSettings, SettingsError
from terrapants.terraform.globs import literal_glob
from terrapants.terraform.hcl_files import HclFile, HclFiles, HclFilesRequest
from terrapants.terraform.modules import TerraformModule, TerraformModuleRequest
from terrapants.terraform.source_lines import FindingsInFiles, WithSourceLines

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class ModuleSettingsRequest:
    """A module's directory, relative to the build root."""

    directory: str


@dataclass(frozen=True)
class ModuleSettings:
    """The settings of a module's README.

    :param path: of the README, relative to the build root; `README.md` in the module's directory
        where the settings are not valid.
    :param is_optional: whether the module needs no README.
    :param problems: what is wrong with the settings.
    :param warnings: sentences about settings without effect.
    """

    settings: DocsSettings
    path: str
    is_optional: bool
    problems: tuple[Finding, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class ModuleReadmeRequest:
    """A module's directory, relative to the build root."""

    directory: str


@dataclass(frozen=True)
class ModuleReadme:
    directory: str
    settings: ModuleSettings
    generated: GeneratedPage

    @property
    def page(self) -> Page:
        return self.generated.page

    @property
    def drift(self) -> Differences:
        """What prevents the generated part, or how it differs from what it should be."""
        missing = self.page.content is None
        state = "the README does not exist" if missing else "the generated part is out of date"
        command = f"{bin_name()} fix {module_spec(self.directory)}"
        return self.generated.drift(GENERATED_PART, f"{state}; run `{command}`")


async def _texts(paths: Iterable[str]) -> dict[str, str]:
    """The texts of those of the files that exist."""
    contents = await Get(DigestContents, PathGlobs(map(literal_glob, paths)))
    return {file.path: file.content.decode("utf-8", "replace") for file in contents}


@rule(desc="Read the terraform-docs settings of a module", level=LogLevel.DEBUG)
async def module_settings(
    request: ModuleSettingsRequest, subsystem: ModuleReadmeSubsystem
) -> ModuleSettings:
    directory, name = request.directory, settings_file_name(subsystem)
    usual = _inside(directory, README)
    needs_none = is_optional(directory, subsystem)
    files = await _texts(possible_settings_files(directory, name) if name else ())
    try:
        found = applicable_settings(directory, files, name)
    except SettingsError as error:
        problem = new_finding(README_SETTINGS, error.path, error.line, str(error))
        problem = with_source_line(problem, files[error.path])
        return ModuleSettings(DocsSettings(), usual, needs_none, (problem,))
    output = found.settings.output_file
    path = join_path(directory, output)
    if path and path.startswith(_inside(directory, "")):
        return ModuleSettings(found.settings, path, needs_none, (), found.warnings)
    message = f"output.file is {output}, expected a file in the module's directory or below"
    problem = new_finding(README_SETTINGS, directory or ".", 0, message)
    return ModuleSettings(found.settings, usual, needs_none, (problem,), found.warnings)


async def _problems_of(rows: ModuleRows, unread: Iterable[HclFile]) -> list[Finding]:
    found = await Get(
        WithSourceLines,
        FindingsInFiles(
            (
                *(
                    new_finding(
                        README_MODULE,
                        problem.position.path,
                        problem.position.line,
                        problem.message,
                        problem.position.column,
                    )
                    for problem in rows.problems
                ),
                *map(unread_file, unread),
            )
        ),
    )
    return [*found.findings]


@dataclass(frozen=True)
class _Sources:
    """What a generated part is made from; `interface` is what the module's files say together."""

    interface: ModuleInterface
    rows: ModuleRows
    unread: tuple[HclFile, ...]


async def _sources(directory: str, settings: DocsSettings) -> _Sources:
    module = await Get(TerraformModule, TerraformModuleRequest(directory))
    locked = None
    if settings.lockfile:
        lock_files = await Get(HclFiles, HclFilesRequest((_inside(directory, LOCK_FILE),)))
        # Terraform itself complains of one that is not valid; terraform-docs ignores it.
        locked = next((file.get("locked_versions") for file in lock_files.files), None)
    interface = module.interface()
    rows = read_module_rows(interface, read_comments=settings.read_comments, locked_versions=locked)
    return _Sources(interface, rows, module.unread)


async def _generate(directory: str, page: Page, settings: DocsSettings) -> GeneratedPage:
    sources = await _sources(directory, settings)
    problems = await _problems_of(sources.rows, sources.unread)
    expected = None
    try:
        paths = {name: join_path(directory, name) for name in needed_files(settings)}
        texts = await _texts(path for path in paths.values() if path)
        files = {name: texts[path] for name, path in paths.items() if path in texts}
        generated = generate_readme(page.content, sources.rows, settings, files)
        if page.content is None and not problems and not page.obstacle:
            new = new_readme(directory, sources.interface).encode()
            extended = generate_readme(new, sources.rows, settings, files)
            expected, problems = await _acceptable(directory, page.path, generated, extended)
        else:
            expected = generated
    except GenerationError as error:
        problems.append(new_finding(README_SETTINGS, page.path, 0, str(error)))
    except PageError as error:
        problem = new_finding(README_FILE, page.path, error.line, str(error))
        problems.append(in_page(problem, page.content))
    if page.obstacle and expected != page.content:
        problems = [new_finding(README_FILE, page.path, 0, page.obstacle)]
    return GeneratedPage(page, None if problems else expected, tuple(problems))


async def _acceptable(
    directory: str, path: str, *candidates: bytes
) -> tuple[bytes | None, list[Finding]]:
    """The first of the new READMEs that `check` accepts, or why there is none."""
    modules = await Get(DocumentedModules, DocumentedModulesRequest((directory,)))
    refused: tuple[Finding, ...] = ()
    for candidate in candidates:
        check = await Get(
            PageCheck,
            PageCheckRequest(directory, modules.by_directory[directory], path, candidate),
        )
        refused = tuple(found for found in check.findings if found.severity is Severity.ERROR)
        if not refused:
            return candidate, []
    message = (
        "the README does not exist, and none is written, because `check` would refuse it: "
        f"{refused[0].message} [{refused[0].rule}]. Write one by hand"
    )
    return None, [new_finding(README_FILE, path, 0, message)]


@rule(desc="Generate the tables of a module's README", level=LogLevel.DEBUG)
async def module_readme(
    request: ModuleReadmeRequest, subsystem: ModuleReadmeSubsystem
) -> ModuleReadme:
    found = await Get(ModuleSettings, ModuleSettingsRequest(request.directory))
    page = await Get(Page, PageRequest(found.path, "output.file"))
    if found.problems:
        generated = GeneratedPage(page, None, found.problems)
    elif _has_generated_part(page, found, subsystem.create):
        generated = await _generate(request.directory, page, found.settings)
    else:
        generated = GeneratedPage(page, None)
    return ModuleReadme(request.directory, found, generated)


def warn_of_settings(settings: Iterable[ModuleSettings]) -> None:
    """Logs each warning once, though one settings file may apply to many modules."""
    for warning in dict.fromkeys(warning for each in settings for warning in each.warnings):
        logger.warning("%s", warning)


def module_spec(directory: str) -> str:
    """How a command names the module in a directory."""
    return f"{directory or '//'}:"


def _inside(directory: str, name: str) -> str:
    return f"{directory}/{name}" if directory else name


def _has_generated_part(page: Page, found: ModuleSettings, create: bool) -> bool:
    """Whether the README has a generated part, or has to have one."""
    if not found.settings.generates:
        return False
    if not found.is_optional:
        return create or page.content is not None or page.obstacle is not None
    if page.content is None or found.settings.replaces:
        return page.content is not None
    try:
        return has_markers(decode_page(page.content).text, found.settings)
    except NotUtf8:
        return False


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
