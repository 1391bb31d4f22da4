"""Where things are on this machine, for one checkout and one set of environment variables."""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

# The cache is here where its usual place has a name that Pants cannot use.
SHARED_TMP = Path("/var/tmp")  # noqa: S108

# By `uname`'s system and machine: Terraform's name of the platform, and Pants'.
PLATFORMS = {
    ("Linux", "x86_64"): ("linux_amd64", "linux_x86_64"),
    ("Linux", "aarch64"): ("linux_arm64", "linux_arm64"),
    ("Linux", "arm64"): ("linux_arm64", "linux_arm64"),
    ("Darwin", "x86_64"): ("darwin_amd64", "macos_x86_64"),
    ("Darwin", "arm64"): ("darwin_arm64", "macos_arm64"),
}


class UserError(Exception):
    """Ends the run. Its text is one or two sentences for the user."""


def say(message: str) -> None:
    print(f"./pants: {message}", file=sys.stderr)  # noqa: T201


@dataclass(frozen=True)
class Machine:
    root: Path
    """The checkout."""
    variables: Mapping[str, str]
    """The environment variables. `HOME` is among them."""
    addon_roots: tuple[str, ...] = (
        *("/opt", "/opt/*", "/srv", "/srv/*", "/usr/local", "/usr/local/*"),
        *("/usr/lib", "/usr/share"),
    )
    """Patterns of directories in which, or one level below which, provider mirrors are found."""

    @property
    def lock(self) -> Path:
        return self.root / "3rdparty/python/pants.lock"

    @property
    def rc(self) -> Path:
        return self.root / ".pants.rc"

    @property
    def home(self) -> Path:
        return Path(self.variables["HOME"])

    @property
    def cache(self) -> Path:
        chosen = self._xdg("XDG_CACHE_HOME", ".cache") / "terrapants"
        return chosen if is_plain(chosen) else SHARED_TMP / f"terrapants-{os.getuid()}"

    @property
    def data_home(self) -> Path:
        return self._xdg("XDG_DATA_HOME", ".local/share")

    @property
    def cli_config(self) -> Path:
        """The user's Terraform CLI configuration, which may not exist."""
        named = self.variables.get("TF_CLI_CONFIG_FILE")
        return Path(os.path.abspath(named)) if named else self.home / ".terraformrc"

    @property
    def pythons_of_uv(self) -> Path:
        named = self.variables.get("UV_PYTHON_INSTALL_DIR")
        return Path(os.path.abspath(named)) if named else self.data_home / "uv/python"

    def _xdg(self, variable: str, default: str) -> Path:
        # A relative path counts as none (XDG Base Directory Specification).
        named = self.variables.get(variable, "")
        return Path(named) if named.startswith("/") else self.home / default


@lru_cache
def platform_names() -> tuple[str, str]:
    """Returns Terraform's name of this platform (linux_amd64) and Pants' (linux_x86_64)."""
    system = os.uname()
    names = PLATFORMS.get((system.sysname, system.machine))
    if not names:
        raise UserError(
            "Pants runs on Linux and macOS, on x86-64 and ARM64, but this is "
            f"{system.sysname} {system.machine}."
        )
    return names


def is_plain(path: Path) -> bool:
    """Whether Pants can read the path from a file:// URL: it does not undo their escapes."""
    return not re.search(r"[^A-Za-z0-9/._~+@:,=-]", str(path))


def sha256(file: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as content:
        for block in iter(lambda: content.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()
