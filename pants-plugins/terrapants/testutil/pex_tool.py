"""Lets rule tests build PEXes, without a download of the PEX tool."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pex  # type: ignore[import-untyped]
from pants.backend.python.util_rules.pex_cli import PexCli
from pants.engine.platform import Platform


def pex_tool_options(directory: Path) -> tuple[str, ...]:
    """The options by which Pants takes as its PEX tool the `pex` package of this very environment.

    :param directory: an empty directory for the tool, which the options name.
    """
    (package,) = pex.__path__
    shutil.copytree(package, directory / "lib" / "pex")
    tool = directory / "pex"
    tool.write_text(
        f"import sys\nsys.path.insert(0, {str(directory / 'lib')!r})\n"
        "from pex.bin.pex import main\nmain()\n"
    )
    content = tool.read_bytes()
    known_version = "|".join(
        (
            PexCli.default_version,
            Platform.create_for_localhost().value,
            hashlib.sha256(content).hexdigest(),
            str(len(content)),
        )
    )
    return (
        f"--pex-cli-url-template={tool.as_uri()}",
        f"--pex-cli-known-versions=['{known_version}']",
    )
