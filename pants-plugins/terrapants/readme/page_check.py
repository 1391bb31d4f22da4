"""What the rules say of the text of one README."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from dataclasses import dataclass

from pants.engine.fs import DigestContents, PathGlobs, Paths
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, rule
from pants.engine.unions import UnionRule
from pants.util.logging import LogLevel

from terrapants.findings.finding import Finding
from terrapants.hcl.module_interface import ModuleInterface
from terrapants.readme.example_rules import (
    Signature,
    called_directories,
    check_examples,
    read_examples,
)
from terrapants.readme.findings import (
    DESCRIPTION,
    README_STUB,
    SECTIONS,
    TITLE,
    USAGE_EXAMPLE,
    in_page,
)
from terrapants.readme.markdown_page import read_page
from terrapants.readme.page_rules import MARKDOWN, check_links, check_structure, linked_paths
from terrapants.readme.subsystem import ModuleReadmeSubsystem, is_optional
from terrapants.readme.targets import DocumentedModule
from terrapants.readme.terraform_docs.encoding import decode_page
from terrapants.readme.terraform_docs.unmarked import without_generated_sections
from terrapants.terraform.file_names import VARIABLE_FILES
from terrapants.terraform.globs import literal_glob
from terrapants.terraform.module_kind import ModuleKind, module_kind
from terrapants.terraform.modules import (
    ConfigurationDirectories,
    ConfigurationDirectoriesRequest,
    TerraformModule,
    TerraformModuleRequest,
)

# These do not apply to a module that needs no README.
_FOR_REQUIRED_READMES = frozenset(
    rule.id for rule in (README_STUB, TITLE, DESCRIPTION, USAGE_EXAMPLE, SECTIONS)
)


@dataclass(frozen=True)
class PageCheckRequest:
    """A README, which may not be written yet.

    :param directory: the module's.
    :param content: in UTF-8.
    """

    directory: str
    module: DocumentedModule
    path: str
    content: bytes


@dataclass(frozen=True)
class PageCheck:
    """What was found in the README, at the levels of the rules."""

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


@rule(desc="Check the text of a README", level=LogLevel.DEBUG)
async def check_page(request: PageCheckRequest, subsystem: ModuleReadmeSubsystem) -> PageCheck:
    """:raises NotUtf8: the README is not UTF-8."""
    directory, path = request.directory, request.path
    text = decode_page(request.content).text
    page = read_page(text)
    examples = read_examples(page, path)
    called = called_directories(examples, directory)
    configured, linked, variable_files = await MultiGet(
        Get(ConfigurationDirectories, ConfigurationDirectoriesRequest(tuple(sorted(called)))),
        Get(LinkedFiles, LinkedFilesRequest(linked_paths(page, path))),
        Get(
            Paths,
            PathGlobs(posixpath.join(literal_glob(directory), glob) for glob in VARIABLE_FILES),
        ),
    )
    read = await MultiGet(
        Get(TerraformModule, TerraformModuleRequest(each))
        for each in sorted(configured.directories)
    )
    interfaces = {module.directory: module.interface() for module in read}
    own = interfaces.get(directory, ModuleInterface())
    kind = request.module.kind or module_kind(directory, own.has_state, bool(variable_files.files))
    skipped = {*_FOR_REQUIRED_READMES} if is_optional(directory, subsystem) else set()
    if kind is not ModuleKind.REUSABLE:
        skipped.add(USAGE_EXAMPLE.id)
    written = read_page(without_generated_sections(text))
    findings = (
        *check_structure(page, written, path, subsystem.sections, subsystem.minimum_words),
        *check_examples(
            examples,
            path,
            directory,
            {each: _signature(interface) for each, interface in interfaces.items()},
        ),
        *check_links(
            page, path, linked.existing, {path: read_page(text) for path, text in linked.pages}
        ),
    )
    applied = request.module.levels.applied(each for each in findings if each.rule not in skipped)
    return PageCheck(tuple(in_page(finding, request.content) for finding in applied))


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


def _signature(interface: ModuleInterface) -> Signature:
    return Signature(
        frozenset(variable.name for variable in interface.variables),
        tuple(sorted(each.name for each in interface.variables if each.default is None)),
        frozenset(output.name for output in interface.outputs),
    )


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
