"""The shell scripts that run inside sandboxes."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable
from dataclasses import dataclass

from pants.engine.fs import CreateDigest, Digest, FileContent
from pants.engine.rules import Get, Rule, collect_rules, rule
from pants.engine.unions import UnionRule


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


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
