"""The index of all modules, as it is and as it should be: `docs/modules.md`."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from pants.engine.fs import PathGlobs, Paths
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, rule
from pants.engine.unions import UnionRule
from pants.util.docutil import bin_name
from pants.util.logging import LogLevel

from terrapants.findings.finding import Finding
from terrapants.readme.description import one_line_description
from terrapants.readme.findings import INDEX_FILE, MODULE_INDEX, in_page, new_finding, unread_file
from terrapants.readme.generated_page import Differences, GeneratedPage, Page, PageRequest
from terrapants.readme.markdown_page import read_page
from terrapants.readme.module_readme import ModuleReadme, ModuleReadmeRequest
from terrapants.readme.subsystem import ModuleIndexSubsystem
from terrapants.readme.targets import DocumentedModules, DocumentedModulesRequest
from terrapants.readme.terraform_docs.encoding import NotUtf8, PageError, PageText, decode_page
from terrapants.readme.terraform_docs.escaping import table_cell
from terrapants.readme.terraform_docs.markers import (
    Markers,
    find_generated_part,
    insert_generated,
)
from terrapants.terraform.file_names import TEST_GLOBS, TerraformFileNames, nearest_module
from terrapants.terraform.modules import TerraformModule, TerraformModuleRequest
from terrapants.terraform.source_lines import FindingsInFiles, WithSourceLines

MARKERS = Markers("<!-- BEGIN_MODULE_INDEX -->", "<!-- END_MODULE_INDEX -->")
_NEW_FILE = "# Modules\n"


@dataclass(frozen=True)
class IndexEntry:
    """A module of the index. `readme` is the path of its README, None where it has none."""

    directory: str
    readme: str | None
    description: str
    inputs: int
    outputs: int
    tests: int


@dataclass(frozen=True)
class IndexEntryRequest:
    """A module's directory, and the number of its test files."""

    directory: str
    tests: int


@dataclass(frozen=True)
class OptionalIndexEntry:
    """A module's entry; None for a module that needs no README, which is not in the index.

    :param unread: why the entry is not known.
    """

    entry: IndexEntry | None
    unread: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class ModuleIndex:
    """The index of this repository."""

    generated: GeneratedPage

    @property
    def drift(self) -> Differences:
        """What prevents the index, or how it differs from what it should be."""
        page = self.generated.page
        missing = page.content is None
        state = "does not exist" if missing else "is out of date"
        command = f"{bin_name()} fix {'::' if missing else page.path}"
        return self.generated.drift(MODULE_INDEX, f"the index {state}; run `{command}`")


@rule(desc="Describe a module in one line", level=LogLevel.DEBUG)
async def index_entry(request: IndexEntryRequest) -> OptionalIndexEntry:
    readme, module = await MultiGet(
        Get(ModuleReadme, ModuleReadmeRequest(request.directory)),
        Get(TerraformModule, TerraformModuleRequest(request.directory)),
    )
    if readme.settings.is_optional:
        return OptionalIndexEntry(None)
    # As it will be: `fix` writes a header that a README does not have yet.
    expected = readme.generated.expected
    content = readme.page.content if expected is None else expected
    description = ""
    if content is not None:
        with suppress(NotUtf8):
            description = one_line_description(read_page(decode_page(content).text))
    unread = tuple(
        unread_file(file, INDEX_FILE, "the module's row in the index stays as it is")
        for file in module.unread
    )
    interface = module.interface()
    return OptionalIndexEntry(
        IndexEntry(
            request.directory,
            None if content is None else readme.page.path,
            description,
            len({variable.name for variable in interface.variables}),
            len({output.name for output in interface.outputs}),
            request.tests,
        ),
        (await Get(WithSourceLines, FindingsInFiles(unread))).findings if unread else (),
    )


@rule(desc="Generate the index of modules", level=LogLevel.DEBUG)
async def module_index(subsystem: ModuleIndexSubsystem, files: TerraformFileNames) -> ModuleIndex:
    if subsystem.problem or subsystem.page is None:
        invalid = (new_finding(INDEX_FILE, "", 0, subsystem.problem),) if subsystem.problem else ()
        return ModuleIndex(GeneratedPage(Page("", None), None, invalid))
    page = await Get(Page, PageRequest(subsystem.page, "[module-index].path"))
    if not page.obstacle and not subsystem.create and not _has_index(page):
        return ModuleIndex(GeneratedPage(page, None))
    tests, modules = await MultiGet(
        Get(Paths, PathGlobs(f"**/{glob}" for glob in TEST_GLOBS)),
        Get(DocumentedModules, DocumentedModulesRequest(tuple(sorted(files.modules)))),
    )
    directories = modules.by_directory.keys()
    counts = Counter(nearest_module(posixpath.dirname(path), directories) for path in tests.files)
    found = await MultiGet(
        Get(OptionalIndexEntry, IndexEntryRequest(directory, counts[directory]))
        for directory in sorted(directories)
    )
    entries = [each.entry for each in found if each.entry is not None and not each.unread]
    unread = {
        each.entry.directory: each.unread
        for each in found
        if each.entry is not None and each.unread
    }
    problems = tuple(problem for each in unread.values() for problem in each)
    try:
        if page.obstacle is not None:
            raise PageError(0, page.obstacle)
        expected = generate_index(page.path, page.content, entries, unread)
    except PageError as error:
        problem = new_finding(INDEX_FILE, page.path, error.line, str(error))
        return ModuleIndex(GeneratedPage(page, None, (in_page(problem, page.content),)))
    return ModuleIndex(GeneratedPage(page, expected, problems))


def _has_index(page: Page) -> bool:
    """Whether a page has one of the markers, or may have one: it cannot be read."""
    if page.content is None:
        return False
    try:
        text = decode_page(page.content).text
    except NotUtf8:
        return True
    return MARKERS.begin in text or MARKERS.end in text


def generate_index(
    path: str,
    content: bytes | None,
    entries: Iterable[IndexEntry],
    unread: Iterable[str] = (),
) -> bytes:
    """The index file as it should be; the text outside its markers stays.

    :param content: the file as it is, None where it does not exist.
    :param unread: the directories of modules that could not be read: their rows stay.
    :raises PageError: its markers or its encoding prevent it.
    """
    index = decode_page(content or _NEW_FILE.encode())
    part = find_generated_part(index.text, MARKERS)
    rows = [
        "| Module | Description | Inputs | Outputs | Tests |",
        "| ------ | ----------- | -----: | ------: | ----: |",
    ]
    by_directory = {entry.directory: _row(entry, path) for entry in entries}
    present = (part.present or "").splitlines()
    for directory in unread:
        beginning = f"| [{_cell(directory or '.')}]("
        kept = next((line for line in present if line.startswith(beginning)), None)
        if kept is not None:
            by_directory[directory] = kept
    rows += (by_directory[directory] for directory in sorted(by_directory))
    if len(rows) == 2:
        rows = ["No modules."]
    block = "\n".join((MARKERS.begin, *rows, MARKERS.end))
    text = insert_generated(part, block.replace("\n", part.newline))
    if content is None:
        text += "\n"
    return PageText(text, index.has_byte_order_mark).encode()


def _row(entry: IndexEntry, path: str) -> str:
    name = _cell(entry.directory or ".")
    target = posixpath.relpath(
        entry.readme or entry.directory or ".", posixpath.dirname(path) or "."
    )
    description = _cell(entry.description)
    link = f"[{name}]({target.replace(' ', '%20')})"
    return f"| {link} | {description} | {entry.inputs} | {entry.outputs} | {entry.tests} |"


def _cell(text: str) -> str:
    return table_cell(text, escape=True, html=True)


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
