"""The process that reads HCL: which interpreter it runs on, and what it needs."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import resources

from pants.core.util_rules.system_binaries import (
    BinaryPathRequest,
    BinaryPaths,
    BinaryPathTest,
)
from pants.engine.fs import CreateDigest, Digest, DigestContents, FileContent, MergeDigests
from pants.engine.process import Process, ProcessResult
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, rule
from pants.engine.unions import UnionRule
from pants.util.logging import LogLevel
from pants.util.strutil import pluralize

from terrapants.terraform.pants_compat import SystemSearchPath
from terrapants.terraform.remote_cache import HEAD_START_MILLIS
from terrapants.terraform.scripts import files_of_package

_PACKAGES = ("lark", "terrapants.findings", "terrapants.hcl")
_LIBRARY = ".terrapants/hcl/library"
_CACHE = ".terrapants/hcl/cache"
_REQUEST = ".terrapants/hcl/request.json"
_OUTPUT = ".terrapants/hcl/output"
HCL_CACHE = "terrapants_hcl"
# It fails on a Python that is too old for the packages.
_VERSION_TEST = "import sys; print(sys.version); sys.exit(sys.version_info < (3, 9))"


@dataclass(frozen=True)
class HclReader:
    """:param python: the command that starts the interpreter.
    :param search_path: the `PATH` of the process.
    :param library: the packages.
    :param key: follows from their content.
    """

    python: tuple[str, ...]
    search_path: str
    library: Digest
    key: str


@rule(desc="Prepare to read HCL", level=LogLevel.DEBUG)
async def hcl_reader(search_path: SystemSearchPath) -> HclReader:
    files = sorted(_sources(), key=lambda file: file.path)
    library, found = await MultiGet(
        Get(Digest, CreateDigest(files)),
        Get(
            BinaryPaths,
            BinaryPathRequest(
                binary_name="python3",
                search_path=search_path.value.split(os.pathsep),
                test=BinaryPathTest(("-I", "-c", _VERSION_TEST)),
            ),
        ),
    )
    # Which Python it is makes no difference to what is read. So where `python3` is one that will
    # do, its path is left out: a machine that has it elsewhere shares the results. Pants' own
    # Python will do too, but it is in another place on each machine.
    path = found.first_path.path if found.first_path else sys.executable
    is_first = path == shutil.which("python3", path=search_path.value)
    python = ("/usr/bin/env", "python3") if is_first else (path,)
    content = hashlib.sha256()
    for file in files:
        content.update(f"{file.path} {len(file.content)}\n".encode() + file.content)
    return HclReader(python, search_path.value, library, content.hexdigest()[:16])


def _sources() -> Iterator[FileContent]:
    for package in _PACKAGES:
        yield from files_of_package(package)
    # Of python-hcl2 only the grammar and a function: importing all of it takes as long as reading
    # ten files, and needs a package with compiled code.
    hcl2 = resources.files("hcl2")
    for name in ("hcl2.lark", "utils.py"):
        yield FileContent(f"hcl2/{name}", (hcl2 / name).read_bytes())
    for package in ("hcl2", "terrapants"):
        yield FileContent(f"{package}/__init__.py", b"")


@dataclass(frozen=True)
class ReadHclRequest:
    """Files to be read in one process; without paths, the table of the parser is asked for.

    :param paths: relative to the build root.
    :param digest: of these files.
    """

    paths: tuple[str, ...]
    digest: Digest


@dataclass(frozen=True)
class HclOutput:
    """A line of JSON for each path, or the parser's table."""

    text: str


@rule
async def read_hcl(request: ReadHclRequest, reader: HclReader) -> HclOutput:
    content = json.dumps({"key": reader.key, "paths": request.paths}).encode()
    request_file = await Get(Digest, CreateDigest([FileContent(_REQUEST, content)]))
    result = await Get(
        ProcessResult,
        Process(
            (
                *reader.python,
                "-I",
                "-S",
                f"{_LIBRARY}/terrapants/hcl/read_batch.py",
                _LIBRARY,
                _CACHE,
                _REQUEST,
                _OUTPUT,
            ),
            input_digest=await Get(Digest, MergeDigests((request.digest, request_file))),
            immutable_input_digests={_LIBRARY: reader.library},
            append_only_caches={HCL_CACHE: _CACHE},
            env={"PATH": reader.search_path},
            output_files=(_OUTPUT,),
            description=f"Read {pluralize(len(request.paths), 'file')} of HCL",
            level=LogLevel.DEBUG,
            remote_cache_speculation_delay_millis=HEAD_START_MILLIS,
        ),
    )
    (output,) = await Get(DigestContents, Digest, result.output_digest)
    return HclOutput(output.content.decode())


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
