"""Terraform's manifest of the modules that are installed, `.terraform/modules/modules.json`."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Optional

from terrapants.hcl.paths import is_local_source

MODULES_DIRECTORY = ".terraform/modules"


@dataclass(frozen=True)
class InstalledModule:
    """An entry of Terraform's manifest of modules.

    :param key: the names of the calls that lead to it, as in `network.subnets`.
    :param source: in Terraform's own spelling.
    :param directory: relative to the module that Terraform runs in.
    """

    key: str
    source: str
    directory: str
    version: Optional[str] = None

    @property
    def parent(self) -> str:
        return self.key.rpartition(".")[0]

    @property
    def is_remote(self) -> bool:
        return bool(self.source) and not is_local_source(self.source)

    def is_within(self, keys: Iterable[str]) -> bool:
        return any(f"{self.key}.".startswith(f"{key}.") for key in keys)


def manifest(modules: Iterable[InstalledModule]) -> bytes:
    """The content of `modules.json`, from which Terraform knows what is installed."""
    root = InstalledModule("", "", ".")
    entries = [
        {
            "Key": each.key,
            "Source": each.source,
            **({} if each.version is None else {"Version": each.version}),
            "Dir": each.directory,
        }
        for each in (root, *modules)
    ]
    return json.dumps({"Modules": entries}).encode()


def read_manifest(text: str) -> Iterator[InstalledModule]:
    """The entries of a manifest but that of the root module."""
    for entry in json.loads(text)["Modules"]:
        if entry["Key"]:
            yield InstalledModule(
                entry["Key"], entry["Source"], entry["Dir"], entry.get("Version") or None
            )


def key_of_tests(path: str) -> str:
    """How the keys of the modules begin that the runs of a test file load.

    :param path: of the test file, relative to the module.
    """
    return ".".join(("test", *path.removesuffix(".tftest.hcl").split("/")))


def local_address(source: str) -> str:
    """The source of a local module as Terraform's manifest has it."""
    clean = posixpath.normpath(source.replace("\\", "/"))
    return clean if clean.startswith("../") else f"./{clean}"
