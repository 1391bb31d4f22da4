"""Targets for the files that Terraform reads besides `*.tf`, from the names of files alone.

They are synthetic (they stand in no BUILD file), so that `--changed-since` sees a change of a
template or of the lock file, and a sandbox gets what the module needs, without BUILD boilerplate.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase

from pants.engine.addresses import Address
from pants.engine.internals.build_files import BuildFileOptions
from pants.engine.internals.synthetic_targets import (
    SyntheticAddressMaps,
    SyntheticTargetsRequest,
)
from pants.engine.internals.target_adaptor import TargetAdaptor
from pants.engine.rules import Rule, collect_rules, rule
from pants.engine.unions import UnionRule
from pants.util.frozendict import FrozenDict
from pants.util.logging import LogLevel

from terrapants.hcl.file_facts import LOCK_FILE, TEST_SUFFIXES
from terrapants.terraform.file_names import (
    MOCK_SUFFIXES,
    VARIABLE_FILES,
    TerraformFileNames,
    upwards,
)
from terrapants.terraform.globs import literal_glob
from terrapants.terraform.pants_compat import synthetic_target
from terrapants.terraform.target_types import TerraformFilesTarget

_INPUTS = "terraform-inputs"
_MOCKS = "terraform-mocks"
_JSON = "terraform-json"
_FILE = "terraform-file-"
_INPUT_GLOBS = (LOCK_FILE, *VARIABLE_FILES)
_PYTHON = (".py", ".pyi")


def inputs_address(directory: str) -> Address:
    """The target of the files that Terraform loads by itself from a directory.

    It also stands for files of the directory that are gone: whoever names one depends on it, so
    that a removal selects its former dependents.
    """
    return Address(directory, target_name=_INPUTS)


def file_address(directory: str, name: str) -> Address:
    """The target of a file, if it has one."""
    return Address(directory, target_name=_target_name(name))


def _target_name(name: str) -> str:
    if any(fnmatchcase(name, glob) for glob in _INPUT_GLOBS):
        return _INPUTS
    if name.endswith(MOCK_SUFFIXES):
        return _MOCKS
    if name.endswith(".tf.json"):
        # A `terraform_module` cannot own it.
        return _JSON
    safe = re.sub(r"[^A-Za-z0-9._-]", "_", name)
    if safe != name:
        safe += "-" + hashlib.sha256(name.encode()).hexdigest()[:8]
    return f"{_FILE}{safe}"


@dataclass(frozen=True)
class TerraformFileTargets:
    """The globs of each target, relative to the target's directory."""

    sources: FrozenDict[Address, tuple[str, ...]]

    def known(self, addresses: Iterable[Address]) -> tuple[Address, ...]:
        """Those of the addresses that are targets."""
        return tuple(address for address in addresses if address in self.sources)


@rule(desc="Find the targets of files that Terraform may read", level=LogLevel.DEBUG)
async def terraform_file_targets(
    files: TerraformFileNames, options: BuildFileOptions
) -> TerraformFileTargets:
    above_modules = {
        above for module in files.modules for above in upwards(os.path.dirname(module))
    }
    sources: dict[Address, tuple[str, ...]] = {}
    for directory, names in files.names.items():
        in_module = files.is_in_module(directory)
        is_foreign = directory in files.with_build_file and not in_module
        if not is_foreign or directory in above_modules:
            sources[inputs_address(directory)] = (
                *_INPUT_GLOBS,
                *(("**/*",) if in_module else files.listed),
                # What exists is no file that is gone.
                *(f"!{literal_glob(name)}" for name in names if _target_name(name) != _INPUTS),
                *(f"!{literal_glob(name)}/**" for name in files.subdirectories.get(directory, ())),
            )
        for name in names:
            address = file_address(directory, name)
            if address.target_name == _INPUTS:
                continue
            if address.target_name in (_MOCKS, _JSON):
                suffixes = MOCK_SUFFIXES if address.target_name == _MOCKS else (".tf.json",)
                sources[address] = tuple(f"*{suffix}" for suffix in suffixes)
            elif not _has_another_owner(directory, name, files, options.patterns):
                sources[address] = (literal_glob(name),)
    return TerraformFileTargets(FrozenDict(sources))


def _has_another_owner(
    directory: str, name: str, files: TerraformFileNames, build_patterns: Iterable[str]
) -> bool:
    """Whether another kind of target is meant for the file."""
    if name.endswith((".tf", *TEST_SUFFIXES)):
        return True
    if any(fnmatchcase(name, pattern) for pattern in build_patterns):
        return True
    if directory in files.modules and name == "README.md":
        return True
    # Whoever writes a BUILD file says in it what its directory has.
    in_build = directory in files.with_build_file
    return in_build and (directory not in files.modules or name.endswith(_PYTHON))


@dataclass(frozen=True)
class SyntheticTerraformFilesRequest(SyntheticTargetsRequest):
    path: str = SyntheticTargetsRequest.SINGLE_REQUEST_FOR_ALL_TARGETS


@rule
async def synthetic_terraform_files(
    request: SyntheticTerraformFilesRequest, targets: TerraformFileTargets
) -> SyntheticAddressMaps:
    by_directory: dict[str, list[TargetAdaptor]] = {}
    for address, sources in targets.sources.items():
        by_directory.setdefault(address.spec_path, []).append(
            synthetic_target(
                TerraformFilesTarget.alias,
                address.target_name,
                "the Terraform files of this directory",
                sources=sources,
            )
        )
    return SyntheticAddressMaps.for_targets_request(
        request,
        [
            (os.path.join(directory, "BUILD.terrapants"), tuple(adaptors))
            for directory, adaptors in by_directory.items()
        ],
    )


def rules() -> Iterable[Rule | UnionRule]:
    return [*collect_rules(), *SyntheticTerraformFilesRequest.rules()]
