"""A module's README as it is and as it should be."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass

from pants.base.build_environment import get_buildroot
from pants.engine.fs import DigestContents, PathGlobs, Paths
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, rule
from pants.engine.unions import UnionRule
from pants.util.logging import LogLevel

from terrapants.findings.finding import Finding, with_source_line
from terrapants.hcl.paths import join_path
from terrapants.readme.docs_settings import DocsSettings
from terrapants.readme.findings import (
    README_FILE,
    README_SETTINGS,
    in_page,
    new_finding,
    unread_file,
)
from terrapants.readme.generated import (
    GenerationError,
    generate_readme,
    has_markers,
    needed_files,
)
from terrapants.readme.lock_file import LOCK_FILE, locked_versions
from terrapants.readme.module_docs import read_module_docs
from terrapants.readme.module_settings import ModuleSettings, ModuleSettingsRequest
from terrapants.readme.readme_text import NotUtf8, PageError, decode_readme
from terrapants.readme.subsystem import ModuleReadmeSubsystem
from terrapants.terraform.hcl_files import HclFile, HclFileRequest
from terrapants.terraform.modules import TerraformModule, TerraformModuleRequest


@dataclass(frozen=True)
class PageRequest:
    """The path of a generated page, relative to the build root."""

    path: str


@dataclass(frozen=True)
class Page:
    """A file as it is: `content` is None where there is none.

    `problem` says why it cannot be written, without its path; a link may have a content all the
    same.
    """

    content: bytes | None
    is_executable: bool = False
    problem: str | None = None


@rule(desc="Read a generated page", level=LogLevel.DEBUG)
async def page(request: PageRequest) -> Page:
    contents, paths = await MultiGet(
        Get(DigestContents, PathGlobs([request.path])), Get(Paths, PathGlobs([request.path]))
    )
    # Pants follows links, and writing would put a file in the place of one. Whoever makes a file
    # of a link changes what was read above, so that this is looked at again.
    on_disk = os.path.join(get_buildroot(), request.path)
    problem = None
    if os.path.islink(on_disk):
        problem = (
            f"found a symbolic link to {os.readlink(on_disk)}, expected a file. Replace the link, "
            "or let `output.file` name the file itself"
        )
    elif request.path in paths.dirs or os.path.isdir(on_disk):
        problem = "found a directory, expected a file"
    for file in contents:
        return Page(file.content, file.is_executable, problem)
    return Page(None, problem=problem)


@dataclass(frozen=True)
class ModuleReadmeRequest:
    """A module's directory, relative to the build root."""

    directory: str


@dataclass(frozen=True)
class ModuleReadme:
    """A module's README.

    :param path: its path, relative to the build root.
    :param present: its content, None where it does not exist.
    :param expected: its content with the generated part made anew; None where it has none, or where
        `problems` stand in the way.
    :param is_file: whether it is not a link, which `fix` would put a file in the place of.
    :param is_optional: whether the module needs no README.
    :param problems: what must be mended first.
    :param warnings: sentences about settings without effect.
    """

    directory: str
    path: str
    present: bytes | None
    expected: bytes | None
    is_executable: bool
    is_file: bool
    is_optional: bool
    problems: tuple[Finding, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def is_stale(self) -> bool:
        return self.expected is not None and self.expected != self.present


@rule(desc="Generate the tables of a module's README", level=LogLevel.DEBUG)
async def module_readme(
    request: ModuleReadmeRequest, subsystem: ModuleReadmeSubsystem
) -> ModuleReadme:
    directory = request.directory
    found, module = await MultiGet(
        Get(ModuleSettings, ModuleSettingsRequest(directory)),
        Get(TerraformModule, TerraformModuleRequest(directory)),
    )
    settings = found.settings
    path = readme_path(directory, settings)
    outside = path is None
    path = path or os.path.join(directory, "README.md")
    present = await Get(Page, PageRequest(path))
    is_optional = any(part in subsystem.optional_below for part in directory.split("/"))
    problems = [*found.errors]
    if outside:
        message = (
            f"output.file is {settings.output_file}, expected a file in the module's directory or "
            "below"
        )
        problems.append(new_finding(README_SETTINGS, directory or ".", 0, message))
    expected = None
    if not problems and settings.generates and _has_generated_part(present, settings, is_optional):
        named = _named_files(directory, settings)
        contents = await Get(DigestContents, PathGlobs(named.values()))
        texts = {file.path: file.content.decode("utf-8", "replace") for file in contents}
        lock = os.path.join(directory, LOCK_FILE)
        docs = read_module_docs(
            module.documents,
            module.interface,
            read_comments=settings.read_comments,
            locked_versions=locked_versions(texts[lock], lock) if lock in texts else None,
        )
        problems += map(unread_file, module.unread)
        defaults = await MultiGet(
            Get(HclFile, HclFileRequest(problem.path)) for problem in docs.problems
        )
        problems += map(with_source_line, docs.problems, (file.text for file in defaults))
        try:
            expected = generate_readme(
                present.content,
                docs,
                settings,
                {name: texts[file] for name, file in named.items() if file in texts},
            )
        except GenerationError as error:
            problems.append(new_finding(README_SETTINGS, path, 0, str(error)))
        except PageError as error:
            found_here = new_finding(README_FILE, path, error.line, str(error))
            problems.append(in_page(found_here, present.content))
        if present.problem and expected != present.content:
            problems = [new_finding(README_FILE, path, 0, present.problem)]
    return ModuleReadme(
        directory,
        path,
        present.content,
        None if problems else expected,
        present.is_executable,
        present.problem is None,
        is_optional,
        tuple(problems),
        found.warnings,
    )


def readme_path(directory: str, settings: DocsSettings) -> str | None:
    """Where a module's README is, None where the settings lead out of the module's directory."""
    path = join_path(directory, settings.output_file)
    return path if path and path.startswith(f"{directory}/" if directory else "") else None


def _has_generated_part(page: Page, settings: DocsSettings, is_optional: bool) -> bool:
    if not is_optional or settings.replaces:
        return not is_optional or page.content is not None
    try:
        return has_markers(decode_readme(page.content or b"").text, settings)
    except NotUtf8:
        return False


def _named_files(directory: str, settings: DocsSettings) -> dict[str, str]:
    """The paths of the files that the settings name, by the names they have there."""
    try:
        names = list(needed_files(settings))
    except GenerationError:
        names = []
    if settings.lockfile:
        names.append(LOCK_FILE)
    paths = ((name, join_path(directory, name)) for name in names)
    return {name: path for name, path in paths if path}


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
