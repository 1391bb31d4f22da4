"""What runs inside sandboxes: shell scripts, and packages of this suite."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import resources
from typing import Any

from pants.engine.fs import CreateDigest, Digest, FileContent
from pants.engine.rules import Get, Rule, collect_rules, rule
from pants.engine.unions import UnionRule

_SUFFIXES = (".py", ".lark")


@dataclass(frozen=True)
class SandboxScripts:
    """Paths of the scripts within `digest`."""

    digest: Digest
    link_mirrors: str = ".terrapants/link_mirrors.sh"
    init_and_run: str = ".terrapants/init_and_run.sh"
    fetch_module: str = ".terrapants/fetch_module.sh"


@rule
async def sandbox_scripts() -> SandboxScripts:
    paths = (
        SandboxScripts.link_mirrors,
        SandboxScripts.init_and_run,
        SandboxScripts.fetch_module,
    )
    digest = await Get(Digest, CreateDigest(FileContent(path, _read(path)) for path in paths))
    return SandboxScripts(digest)


def _read(path: str) -> bytes:
    name = path.rpartition("/")[2]
    content = pkgutil.get_data("terrapants.terraform", name)
    if content is None:
        raise FileNotFoundError(f"{name} is missing from the package terrapants.terraform")
    return content


def files_of_package(package: str) -> Iterator[FileContent]:
    """The modules and grammars of a package, at their paths in a directory of libraries."""
    yield from _files_of(resources.files(package), package.replace(".", "/"))


def _files_of(directory: Any, path: str) -> Iterator[FileContent]:
    for each in directory.iterdir():
        if each.is_dir():
            yield from _files_of(each, f"{path}/{each.name}")
        elif each.name.endswith(_SUFFIXES) and not each.name.endswith("_test.py"):
            yield FileContent(f"{path}/{each.name}", each.read_bytes())


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
