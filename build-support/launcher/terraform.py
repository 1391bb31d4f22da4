"""The Terraform that Pants uses: one on PATH, or the release that 3rdparty/terraform/ pins."""

from __future__ import annotations

import os
import re
import runpy
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

from machine import Machine, UserError, platform_names, say, sha256

# In the plugin suite, relative to the checkout.
MINIMUM_VERSION_FILE = "pants-plugins/terrapants/terraform/minimum_version.py"
_ROOT = Path(__file__).resolve().parents[2]
# Where the suite is an installed wheel, it is left to the suite to refuse what is too old.
MINIMUM_TERRAFORM: str = (
    runpy.run_path(str(_ROOT / MINIMUM_VERSION_FILE))["MINIMUM_TERRAFORM"]
    if (_ROOT / MINIMUM_VERSION_FILE).is_file()
    else "1.0.0"
)


@dataclass(frozen=True)
class Tool:
    """An executable file, or an archive of one, that Pants uses as an external tool."""

    scope: str
    version: str
    file: Path


def find_terraform(machine: Machine) -> Tool:
    """:raises UserError: if there is none."""
    seen = ""
    for file in terraforms_on_path(machine):
        if is_script(file):
            # Pants runs a copy of the file: a script that looks for the real one (tfenv) fails.
            seen += f"{file} is a script, not Terraform itself; "
            continue
        version = terraform_version(file)
        if is_enough(version):
            return Tool("download-terraform", version, file)
        seen += f"{file} is version {version or 'unknown'}; "
    problem = f"no Terraform {MINIMUM_TERRAFORM} or newer ({seen or 'none on PATH; '}"
    for sums in sorted((machine.root / "3rdparty/terraform").glob("terraform_*_SHA256SUMS")):
        version = sums.name[len("terraform_") : -len("_SHA256SUMS")]
        archive = download_terraform(machine, version, sums)
        if archive:
            return Tool("download-terraform", version, archive)
        problem += f"release {version} could not be downloaded; "
    raise UserError(f"{problem.removesuffix('; ')}): put one on PATH for the goals that need it.")


def terraforms_on_path(machine: Machine) -> list[Path]:
    directories = machine.variables.get("PATH", "").split(":")
    files = [Path(directory or ".").absolute() / "terraform" for directory in directories]
    return [file for file in files if file.is_file() and os.access(file, os.X_OK)]


def is_script(file: Path) -> bool:
    try:
        with file.open("rb") as content:
            return content.read(2) == b"#!"
    except OSError:
        return False


def terraform_version(file: Path) -> str:
    """Returns the version of the Terraform, or an empty string."""
    output = subprocess.run(
        # A shell turns a file that cannot be run into an exit code.
        ["/bin/sh", "-c", '"$0" version', str(file)],
        cwd="/",
        env={**os.environ, "CHECKPOINT_DISABLE": "1", "TF_LOG": ""},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=False,
    ).stdout
    found = re.match(rb"Terraform v([0-9]\S*)", output)
    return found[1].decode() if found else ""


def is_enough(version: str) -> bool:
    return bool(version) and _numbers(version) >= _numbers(MINIMUM_TERRAFORM)


def _numbers(version: str) -> tuple[int, ...]:
    """The release as numbers, without what follows it, as in `1.12.0-rc1`."""
    found = re.match(r"(\d+)\.(\d+)(?:\.(\d+))?", version)
    return tuple(int(number or 0) for number in found.groups()) if found else ()


def download_terraform(machine: Machine, version: str, sums: Path) -> Optional[Path]:
    """Returns this platform's archive of the release, checked against the file of checksums."""
    name = f"terraform_{version}_{platform_names()[0]}.zip"
    expected = {line.split()[-1]: line.split()[0] for line in sums.read_text().splitlines() if line}
    if name not in expected:
        return None
    archive = machine.cache / "terraform" / name
    if archive.is_file() and sha256(archive) == expected[name]:
        return archive
    releases = machine.variables.get("TERRAPANTS_TERRAFORM_URL") or terraform_releases()
    url = f"{releases}/{version}/{name}"
    say(f"downloading {url}")
    archive.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=archive.parent) as scratch:
        part = Path(scratch, name)
        # curl knows this machine's proxies and certificates; a Python from elsewhere may not.
        curl = ("curl", "-fsSL", "--connect-timeout", "10", "--max-time", "900")
        try:
            subprocess.run([*curl, "-o", str(part), url], stdin=subprocess.DEVNULL, check=True)
        except (OSError, subprocess.CalledProcessError):
            return None
        if sha256(part) != expected[name]:
            return None
        part.replace(archive)
    return archive


def terraform_releases() -> str:
    """Returns where Terraform's releases are, as Pants knows it."""
    from pants.backend.terraform.tool import TerraformTool

    return TerraformTool.default_url_template.partition("/{version}")[0]
