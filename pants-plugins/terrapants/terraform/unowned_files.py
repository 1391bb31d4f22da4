"""Why no target owns a file that Terraform reads, and what to do about it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass

from pants.engine.rules import Rule, collect_rules, rule
from pants.engine.unions import UnionRule
from pants.util.docutil import bin_name

from terrapants.hcl.file_facts import CONFIGURATION_SUFFIXES
from terrapants.terraform.file_names import TerraformFileNames, upwards


@dataclass(frozen=True)
class UnownedFile:
    """:param path: of a file that is there, relative to the build root."""

    path: str


@dataclass(frozen=True)
class Remedy:
    """:param sentence: what to do so that a target owns the file."""

    sentence: str


@rule
async def remedy(file: UnownedFile, files: TerraformFileNames) -> Remedy:
    directory, name = os.path.split(file.path)
    if name.endswith((*CONFIGURATION_SUFFIXES, ".py")):
        return Remedy(f"Run `{bin_name()} tailor {directory}::`.")
    build_file = next((each for each in upwards(directory) if each in files.with_build_file), None)
    if build_file is None:
        return Remedy(f"Add a pattern that matches {name} to `[terraform-shared-files].names`.")
    # Where there is a BUILD file, it says what there is: names do not count there.
    return Remedy(f"Add a `file` target for it to {os.path.join(build_file, 'BUILD')}.")


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
