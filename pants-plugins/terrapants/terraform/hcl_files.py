"""Files of HCL as plain data, each read once for all who ask.

A process reads a batch of files, and its result is cached as any process' is. What it said of each
file is kept by content, so that after an edit a running daemon reads that one file by itself: to
start Python for it would take longer.
"""

from __future__ import annotations

import hashlib
import os
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pants.engine.fs import (
    EMPTY_DIGEST,
    Digest,
    DigestContents,
    DigestEntries,
    FileEntry,
    GlobMatchErrorBehavior,
    PathGlobs,
    Paths,
)
from pants.engine.internals.build_files import BuildFileOptions
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, rule
from pants.engine.unions import UnionRule
from pants.util.frozendict import FrozenDict
from pants.util.logging import LogLevel

from terrapants.hcl import grammar
from terrapants.hcl.file_facts import (
    CONFIGURATION_SUFFIXES,
    LARGEST_READ_BYTES,
    LOCK_FILE,
    TEST_SUFFIXES,
    PlainFacts,
    SyntaxProblem,
    read_file,
)
from terrapants.terraform.globs import anywhere, literal_glob
from terrapants.terraform.hcl_reader import HclOutput, ReadHclRequest

# In directories. A larger batch starts Python less often; a smaller one reads less that was not
# asked for. docs/developing/scale.md has the measurements.
BATCH_SIZE = 24
# After an edit, so many files are read in less time than it takes to start a process.
_FEW_FILES = 6
_MOST_REMEMBERED = 100_000

# By path and content, the facts as JSON.
_remembered: OrderedDict[tuple[str, str], str] = OrderedDict()


@dataclass(frozen=True)
class HclFile(PlainFacts):
    """A file as it says."""

    @property
    def was_read(self) -> bool:
        return bool(self.get("was_read"))

    @property
    def problem(self) -> SyntaxProblem | None:
        problem: SyntaxProblem | None = self.get("problem")
        return problem

    @property
    def size_bytes(self) -> int:
        return int(self.get("size_bytes"))

    @property
    def is_too_large(self) -> bool:
        return self.size_bytes > LARGEST_READ_BYTES

    @property
    def why_unread(self) -> str:
        """A sentence, where the file was not read."""
        if self.is_too_large:
            return (
                f"{self.path} has {self.size_bytes / 1e6:.1f} MB, and files of more than "
                f"{LARGEST_READ_BYTES / 1e6:g} MB are not read."
            )
        return f"{str(self.problem and self.problem.error()).rstrip('.')}."


@dataclass(frozen=True)
class HclBatches:
    """Which files are read together, by their directory.

    The batches follow from the names of the directories alone, and a new directory changes only the
    batch it is in.
    """

    by_directory: FrozenDict[str, tuple[str, ...]]


@rule(desc="Find all files of HCL", level=LogLevel.DEBUG)
async def hcl_batches(options: BuildFileOptions) -> HclBatches:
    suffixes = (*CONFIGURATION_SUFFIXES, *TEST_SUFFIXES)
    globs = (*(f"*{suffix}" for suffix in suffixes), LOCK_FILE)
    found = await Get(Paths, PathGlobs, anywhere(globs, options))
    return HclBatches(FrozenDict(batches_of(found.files)))


def batches_of(paths: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The paths of the batch of each directory."""
    by_directory: dict[str, list[str]] = {}
    for path in sorted(paths):
        by_directory.setdefault(os.path.dirname(path), []).append(path)
    batches: dict[str, tuple[str, ...]] = {}
    directories: list[str] = []
    for directory in by_directory:
        directories.append(directory)
        if _ends_batch(directory) or len(directories) == 4 * BATCH_SIZE:
            batches.update(_batch(directories, by_directory))
            directories = []
    batches.update(_batch(directories, by_directory))
    return batches


def _ends_batch(directory: str) -> bool:
    """By chance, but always the same: so a new directory moves no boundary but its own."""
    digest = hashlib.sha256(directory.encode()).digest()
    return int.from_bytes(digest[:4], "big") % BATCH_SIZE == 0


def _batch(
    directories: Iterable[str], paths: Mapping[str, Iterable[str]]
) -> dict[str, tuple[str, ...]]:
    batch = tuple(path for directory in directories for path in paths[directory])
    return dict.fromkeys(directories, batch)


@dataclass(frozen=True)
class HclBatch:
    paths: tuple[str, ...]


@dataclass(frozen=True)
class HclBatchFacts:
    """The facts of each file as JSON."""

    by_path: FrozenDict[str, str]


@dataclass(frozen=True)
class HclParser:
    """Stands for this process having the parser; building it here would take seconds."""


@rule(desc="Load the parser of HCL", level=LogLevel.DEBUG)
async def hcl_parser() -> HclParser:
    if not grammar.has_parser():
        grammar.use_table((await Get(HclOutput, ReadHclRequest((), EMPTY_DIGEST))).text)
    return HclParser()


@rule(desc="Read files of HCL", level=LogLevel.DEBUG)
async def hcl_batch_facts(batch: HclBatch) -> HclBatchFacts:
    digest = await Get(Digest, PathGlobs, _exactly(batch.paths))
    entries = await Get(DigestEntries, Digest, digest)
    contents = {
        entry.path: entry.file_digest.fingerprint
        for entry in entries
        if isinstance(entry, FileEntry)
    }
    unknown = [key for key in contents.items() if key not in _remembered]
    if 0 < len(unknown) <= min(_FEW_FILES, len(contents) - 1):
        await Get(HclParser)
        files = await Get(DigestContents, PathGlobs, _exactly(path for path, _ in unknown))
        read = {file.path: read_file(file.path, file.content).to_json() for file in files}
    elif unknown:
        output = await Get(HclOutput, ReadHclRequest(tuple(contents), digest))
        read = dict(zip(contents, output.text.split("\n")))
    else:
        read = {}
    known = {path: _remembered.get((path, content)) for path, content in contents.items()}
    facts = {path: text for path, text in {**known, **read}.items() if text is not None}
    _remember(contents, facts)
    return HclBatchFacts(FrozenDict(facts))


def _exactly(paths: Iterable[str]) -> PathGlobs:
    return PathGlobs(map(literal_glob, paths), GlobMatchErrorBehavior.ignore)


def _remember(contents: Mapping[str, str], facts: Mapping[str, str]) -> None:
    for path, text in facts.items():
        _remembered[path, contents[path]] = text
        _remembered.move_to_end((path, contents[path]))
    while len(_remembered) > _MOST_REMEMBERED:
        _remembered.popitem(last=False)


@dataclass(frozen=True)
class HclFilesRequest:
    """Paths relative to the build root."""

    paths: tuple[str, ...]


@dataclass(frozen=True)
class HclFiles:
    """Those of the files that exist, in the order asked for."""

    files: tuple[HclFile, ...]


@rule
async def hcl_files(request: HclFilesRequest, batches: HclBatches) -> HclFiles:
    # A file in a directory that Pants ignores is in no batch.
    batch_of = {
        path: batch if path in batch else (path,)
        for path in request.paths
        for batch in [batches.by_directory.get(os.path.dirname(path), ())]
    }
    wanted = tuple(dict.fromkeys(batch_of.values()))
    read = await MultiGet(Get(HclBatchFacts, HclBatch(batch)) for batch in wanted)
    facts = {batch: found.by_path for batch, found in zip(wanted, read)}
    return HclFiles(
        tuple(
            HclFile(path, facts[batch][path])
            for path, batch in batch_of.items()
            if path in facts[batch]
        )
    )


def notices_of_unread(files: Iterable[HclFile]) -> Iterator[str]:
    """That a file's dependencies are not known: Terraform may still read it."""
    for file in files:
        if not file.was_read:
            condition = "" if file.is_too_large else "if Terraform accepts it, "
            yield (
                f"{file.why_unread} The dependencies of this file are not inferred; {condition}"
                "list them in the `dependencies` field of its target."
            )


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
