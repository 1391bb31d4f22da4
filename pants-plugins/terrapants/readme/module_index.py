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
from pants.util.logging import LogLevel

from terrapants.readme.description import one_line_description
from terrapants.readme.findings import INDEX_FILE, MODULE_INDEX, in_page, new_finding
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
    """A module's entry; None for a module that needs no README, which is not in the index."""

    entry: IndexEntry | None


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
        command = f"./pants fix {'::' if missing else page.path}"
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
    interface = module.interface()
    return OptionalIndexEntry(
        IndexEntry(
            request.directory,
            None if content is None else readme.page.path,
            description,
            len({variable.name for variable in interface.variables}),
            len({output.name for output in interface.outputs}),
            request.tests,
        )
    )


@rule(desc="Generate the index of modules", level=LogLevel.DEBUG)
async def module_index(subsystem: ModuleIndexSubsystem, files: TerraformFileNames) -> ModuleIndex:
    page, tests, modules = await MultiGet(
        Get(Page, PageRequest(subsystem.path, "[module-index].path")),
        Get(Paths, PathGlobs(f"**/{glob}" for glob in TEST_GLOBS)),
        Get(DocumentedModules, DocumentedModulesRequest(tuple(sorted(files.modules)))),
    )
    directories = modules.skipped_rules.keys()
    counts = Counter(nearest_module(posixpath.dirname(path), directories) for path in tests.files)
    found = await MultiGet(
        Get(OptionalIndexEntry, IndexEntryRequest(directory, counts[directory]))
        for directory in sorted(directories)
    )
    entries = [each.entry for each in found if each.entry is not None]
    try:
        if page.obstacle is not None:
            raise PageError(0, page.obstacle)
        expected = generate_index(page.path, page.content, entries)
    except PageError as error:
        problem = new_finding(INDEX_FILE, page.path, error.line, str(error))
        return ModuleIndex(GeneratedPage(page, None, (in_page(problem, page.content),)))
    return ModuleIndex(GeneratedPage(page, expected))


def generate_index(path: str, content: bytes | None, entries: Iterable[IndexEntry]) -> bytes:
    """The index file as it should be; the text outside its markers stays.

    :param content: the file as it is, None where it does not exist.
    :raises PageError: its markers or its encoding prevent it.
    """
    index = decode_page(content or _NEW_FILE.encode())
    part = find_generated_part(index.text, MARKERS)
    rows = [
        "| Module | Description | Inputs | Outputs | Tests |",
        "| ------ | ----------- | -----: | ------: | ----: |",
    ]
    rows += (_row(entry, path) for entry in sorted(entries, key=lambda each: each.directory))
    if len(rows) == 2:
        rows = ["No modules."]
    block = "\n".join((MARKERS.begin, *rows, MARKERS.end))
    text = insert_generated(part, block.replace("\n", part.newline))
    if content is None:
        text += "\n"
    return PageText(text, index.has_byte_order_mark).encode()


def _row(entry: IndexEntry, path: str) -> str:
    name = table_cell(entry.directory or ".", escape=True, html=True)
    target = posixpath.relpath(
        entry.readme or entry.directory or ".", posixpath.dirname(path) or "."
    )
    description = table_cell(entry.description, escape=True, html=True)
    link = f"[{name}]({target.replace(' ', '%20')})"
    return f"| {link} | {description} | {entry.inputs} | {entry.outputs} | {entry.tests} |"


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
