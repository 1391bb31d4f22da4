"""Pins a release of Terraform: what `3rdparty/terraform/pin` runs, on the interpreter of Pants."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

PLATFORMS = ("darwin_amd64", "darwin_arm64", "linux_amd64", "linux_arm64")
# Terraform's names of those that Pants downloads for, by the names in `known_versions`.
_OF_PANTS = {"linux_x86_64": "linux_amd64", "linux_arm64": "linux_arm64"}
_SECTION = re.compile(r"(?ms)^\[download-terraform\]\n.*?(?=^\[|\Z)")
_VERSION = re.compile(r'(?m)^version = "[^"]*"$')
_KNOWN_VERSIONS = re.compile(r"(?ms)^known_versions = \[.*?^\]$")


class UserError(Exception):
    """Its text is one or two sentences for the user. Nothing was written."""


def pin(root: Path, version: str, releases: str) -> None:
    """Writes the checksums, and `[download-terraform]` in `pants.toml`.

    :param root: the checkout.
    :param releases: the address below which each release has a directory of its own.
    :raises UserError: if the release cannot be read, or lacks a platform.
    """
    if not re.fullmatch(r"\d+\.\d+\.\d+", version):
        raise UserError(f"{version!r} is not a release of Terraform, such as 1.13.1.")
    configuration = root / "pants.toml"
    text = configuration.read_text()
    section = _SECTION.search(text)
    if not (section and _VERSION.search(section[0]) and _KNOWN_VERSIONS.search(section[0])):
        raise UserError(
            f"{configuration} has no [download-terraform] with a version and known_versions, each "
            "at the beginning of a line."
        )
    name = f"terraform_{version}_SHA256SUMS"
    published = _curl("-fsSL", f"{releases}/{version}/{name}")
    # The page of a proxy, for example, has no such lines.
    found = re.findall(r"(?m)^([0-9a-f]{64}) +(\S+)\r?$", published)
    sums = {archive: digest for digest, archive in found}
    archives = {platform: f"terraform_{version}_{platform}.zip" for platform in PLATFORMS}
    missing = ", ".join(platform for platform, archive in archives.items() if archive not in sums)
    if missing:
        raise UserError(f"{name} has no archive for {missing}.")
    known = [
        "|".join(
            (
                version,
                platform,
                sums[archives[of_terraform]],
                str(_size(f"{releases}/{version}/{archives[of_terraform]}")),
            )
        )
        for platform, of_terraform in _OF_PANTS.items()
    ]
    pins = "".join(f'    "{each}",\n' for each in known)
    pinned = _VERSION.sub(f'version = "{version}"', section[0])
    pinned = _KNOWN_VERSIONS.sub(f"known_versions = [\n{pins}]", pinned)
    directory = root / "3rdparty/terraform"
    for earlier in directory.glob("terraform_*_SHA256SUMS"):
        earlier.unlink()
    lines = (f"{sums[archive]}  {archive}\n" for archive in archives.values())
    (directory / name).write_text("".join(lines))
    configuration.write_text(text[: section.start()] + pinned + text[section.end() :])


def _size(address: str) -> int:
    headers = _curl("-fsSIL", address)
    # Of the last answer, after redirects.
    found = re.findall(r"(?mi)^content-length: *(\d+)", headers)
    if not found:
        raise UserError(f"{address} does not say how large it is.")
    return int(found[-1])


def _curl(options: str, address: str) -> str:
    # curl knows this machine's proxies and certificates; a Python from elsewhere may not.
    command = ("curl", options, "--connect-timeout", "10", "--max-time", "60", address)
    try:
        finished = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
    except OSError as error:
        raise UserError(f"curl could not be started: {error.strerror}.") from None
    if finished.returncode:
        reason = finished.stderr.decode(errors="replace").strip()
        raise UserError(f"{address} could not be read: {reason}")
    return finished.stdout.decode(errors="replace")


def _releases() -> str:
    from pants.backend.terraform.tool import TerraformTool

    address = TerraformTool.default_url_template.partition("/{version}")[0]
    return os.environ.get("TERRAPANTS_TERRAFORM_URL") or address


def main() -> int:
    root, *versions = sys.argv[1:]
    try:
        if len(versions) != 1:
            raise UserError("name one release: 3rdparty/terraform/pin 1.13.1")
        pin(Path(root), versions[0], _releases())
    except UserError as error:
        sys.stderr.write(f"3rdparty/terraform/pin: {error}\n")
        return 1
    sys.stdout.write(
        f"Pinned Terraform {versions[0]} in pants.toml and 3rdparty/terraform/. "
        "docs/compatibility.md names the release too.\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
