"""Each message in docs/using/troubleshooting.md is one that a user may meet."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = next(path for path in Path(__file__).parents if (path / "pants.toml").is_file())
PAGE = "docs/using/troubleshooting.md"
# What Pants, pip and Terraform say themselves.
OF_OTHERS = {
    "Duplicate keys!",
    "Failed to load the … backend: ModuleNotFoundError",
    "Invalid config entries detected",
    "No matching distribution found for terrapants==…",
    "exceeded timeout of 60 seconds while waiting for pantsd to start",
}
_CELL = re.compile(r"\| (`+)(.+?)\1 \| ")


def documented() -> list[str]:
    lines = (ROOT / PAGE).read_text().splitlines()
    return [match[2].strip() for line in lines if (match := _CELL.match(line))]


def sources() -> Iterator[Path]:
    for place in ("pants-plugins/terrapants", "build-support/launcher", "build-support/wheel"):
        for path in sorted((ROOT / place).rglob("*.py")):
            if not path.stem.endswith(("_test", "testutil")):
                yield path


def literals(tree: ast.AST) -> Iterator[str]:
    """The texts of a module, with `…` for what is filled in."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(
                str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values
            )
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


@pytest.fixture(scope="module")
def said() -> str:
    texts = [text for path in sources() for text in literals(ast.parse(path.read_text()))]
    # The launcher's lines go on in the next argument.
    script = re.sub(r'" \\\n\s*"', " ", (ROOT / "pants").read_text())
    return "\n".join(" ".join(text.replace("./pants", "…").split()) for text in (*texts, script))


def is_said(message: str, said: str) -> bool:
    """Each part between what is filled in, as far as it has words."""
    parts = [part.strip(" :,.`[]") for part in re.split("…", message)]
    return all(part in said for part in parts if part)


def test_the_page_has_messages() -> None:
    assert len(documented()) > 60


@pytest.mark.parametrize("message", documented())
def test_each_message_is_one_of_the_suite(message: str, said: str) -> None:
    assert is_said(message, said) != (message in OF_OTHERS)


def test_other_words_are_not_found(said: str) -> None:
    assert not is_said("has no `run` block, so it is empty", said)
    assert is_said("has no `run` block, so it … nothing", said)
