"""Real git histories for tests, with a Pants that answers what a test says."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

_PANTS = """#!{python}
import pathlib, sys
root = pathlib.Path({root!r})
with open(root / ".git/pants-calls", "a") as calls:
    print(*sys.argv[1:], file=calls)
answer = "all" if "::" in sys.argv else "changed"
path = root / ".git" / f"{{answer}}.json"
if not path.exists():
    sys.exit("no answer prepared")
print(path.read_text())
"""


@dataclass(frozen=True)
class History:
    """:param root: of the working tree. It begins with a commit on `main`."""

    root: Path

    @classmethod
    def create(cls, root: Path) -> History:
        root.mkdir()
        made = cls(root)
        made.git("init", "--quiet", "--initial-branch=main")
        made.install_pants()
        made.write(
            {
                "pants.toml": "",
                "README.md": "# All\n",
                "infra/vpc/BUILD": "terraform_module()\n",
                "infra/vpc/main.tf": "# vpc\n" * 20,
                "infra/vpc/tests/a.tftest.hcl": "",
                "packages/log/BUILD": "",
                "packages/log/pyproject.toml": "",
                "packages/log/src/log/__init__.py": "# log\n",
            }
        )
        made.commit("base")
        return made

    def install_pants(self) -> None:
        pants = self.root / "pants"
        pants.write_text(_PANTS.format(python=sys.executable, root=str(self.root)))
        pants.chmod(0o755)

    def git(self, *arguments: str) -> str:
        identity = ("-c", "user.name=tests", "-c", "user.email=tests@example.com")
        result = subprocess.run(
            ["git", *identity, "-c", "commit.gpgsign=false", *arguments],  # noqa: S607
            cwd=self.root,
            env={**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        return result.stdout.strip()

    def write(self, files: Mapping[str, str]) -> None:
        for path, text in files.items():
            file = self.root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)

    def commit(self, message: str = "change") -> str:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", message)
        return self.git("rev-parse", "HEAD")

    def clone(self, root: Path, *options: str) -> History:
        self.git("clone", "--quiet", *options, f"file://{self.root}", str(root))
        return History(root)

    def pants_says(self, changed: Sequence[Any] = (), everything: Sequence[Any] = ()) -> None:
        """What the fake answers: addresses, types and sources."""
        for name, targets in (("changed", changed), ("all", everything)):
            answer = [
                {"address": address, "target_type": type_, "sources": list(sources)}
                for address, type_, *sources in targets
            ]
            (self.root / f".git/{name}.json").write_text(json.dumps(answer))

    def calls(self) -> list[str]:
        log = self.root / ".git/pants-calls"
        return log.read_text().splitlines() if log.exists() else []


@pytest.fixture
def history(tmp_path: Path) -> History:
    """A repository on a branch that is still where `main` is."""
    made = History.create(tmp_path / "repository")
    made.git("checkout", "--quiet", "-b", "work")
    return made
