"""Provider mirrors: directories on this machine that hold Terraform's providers."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

from machine import Machine, UserError, platform_names, say
from trust import WeakSpot, find_weak_spot

OPTION = "TERRAPANTS_PROVIDER_MIRROR"


@dataclass(frozen=True)
class Mirror:
    directory: Path
    weak_spot: Optional[WeakSpot] = None
    """Why it is not used, if it is not."""

    def warning(self) -> str:
        spot = self.weak_spot
        if not spot:
            return ""
        choice = "" if spot.for_everyone else f", or name the mirror in {OPTION}"
        return (
            f"the provider mirror {self.directory} is not used, because {spot.problem}: "
            f"run '{spot.remedy}'{choice}."
        )


def find_mirrors(machine: Machine) -> list[Mirror]:
    """Returns what the first source names that names any. Terraform has one source as well.

    The sources: the option; the user's CLI configuration; implied directories and those below
    add-on roots, if they hold providers. In the last, a directory may be somebody else's.
    """
    option = machine.variables.get(OPTION)
    named = configured_mirrors(machine) if option is None else named_mirrors(machine, option)
    if named or option is not None:
        found = named
    else:
        candidates = dict.fromkeys([*implied_mirrors(machine), *addon_mirrors(machine)])
        found = [directory for directory in candidates if holds_providers(directory)]
    owners = {0, os.getuid(), machine.root.stat().st_uid}
    return [
        Mirror(directory, find_weak_spot(directory, owners, any_owner=bool(named)))
        for directory in found
    ]


def named_mirrors(machine: Machine, option: str) -> list[Path]:
    found = []
    for name in filter(None, option.split(":")):
        directory = Path(os.path.abspath(machine.root / name))
        if not directory.is_dir():
            raise UserError(f"{OPTION} names '{name}', which is not a directory.")
        found.append(directory)
    return found


def configured_mirrors(machine: Machine) -> list[Path]:
    try:
        text = machine.cli_config.read_text(errors="replace")
    except OSError:
        return []
    # The parser takes half a second to load.
    if "filesystem_mirror" not in text:
        return []
    import hcl2

    try:
        return [
            Path(os.path.abspath(machine.root / mirror["path"].strip('"')))
            for block in hcl2.loads(text).get("provider_installation", [])
            for mirror in block.get("filesystem_mirror", [])
        ]
    except Exception:
        say(f"{machine.cli_config} does not parse, so the provider mirrors it names are not used.")
        return []


def implied_mirrors(machine: Machine) -> list[Path]:
    """Returns the implied mirror directories of Terraform's page on CLI configuration."""
    support = "Library/Application Support/io.terraform/plugins"
    data_directories = machine.variables.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    return [
        machine.root / "terraform.d/plugins",
        machine.home / ".terraform.d/plugins",
        machine.home / support,
        Path("/", support),
        *(
            Path(directory, "terraform/plugins")
            for directory in [str(machine.data_home), *data_directories.split(":")]
            if directory
        ),
    ]


def addon_directories(machine: Machine) -> list[Path]:
    return [Path(path) for pattern in machine.addon_roots for path in sorted(glob.glob(pattern))]


def addon_mirrors(machine: Machine) -> Iterator[Path]:
    host = "registry.terraform.io"
    for directory in addon_directories(machine):
        escaped = glob.escape(str(directory))
        for pattern in (f"{escaped}/{host}", f"{escaped}/*/{host}"):
            yield from (Path(found).parent for found in sorted(glob.glob(pattern)))


def holds_providers(directory: Path) -> bool:
    """Whether it has Terraform's mirror layout, unpacked or packed, for this platform."""
    platform = platform_names()[0]
    provider = f"{glob.escape(str(directory))}/*.*/*/*"
    return any(
        next(glob.iglob(pattern), None)
        for pattern in (
            f"{provider}/*/{platform}",
            f"{provider}/terraform-provider-*_{platform}.zip",
        )
    )
