"""Lets a rule test install Python tools: its PEX tool is the `pex` package of its environment."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pex  # type: ignore[import-untyped]
from pants.backend.python.util_rules.pex_cli import PexCli
from pants.engine.platform import Platform


def pex_tool_options(directory: Path) -> tuple[str, ...]:
    """Options by which Pants takes its PEX tool from this very environment.

    :param directory: an empty one, which must stay while they are used.
    """
    (package,) = pex.__path__
    shutil.copytree(package, directory / "lib" / "pex")
    tool = directory / "pex"
    # The packaged tool forgets the interpreter that it is itself to be run by; so must this one,
    # or it would find no other.
    tool.write_text(
        "import os, sys\nos.environ.pop('PEX_PYTHON', None)\n"
        f"sys.path.insert(0, {str(directory / 'lib')!r})\n"
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
