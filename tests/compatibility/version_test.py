"""What says the version of the suite, and what says what is new in it."""

from __future__ import annotations

import re
import runpy
import tomllib
from pathlib import Path

import pytest

ROOT = next(path for path in Path(__file__).parents if (path / "pants.toml").is_file())
VERSION: str = runpy.run_path(str(ROOT / "pants-plugins/terrapants/version.py"))["VERSION"]
KINDS = set(tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["towncrier"]["fragment"])


@pytest.mark.parametrize("page", ["docs/using/your-repository.md", "pants-plugins/README.md"])
def test_pages_name_the_version_that_a_checkout_builds(page: str) -> None:
    text = (ROOT / page).read_text()
    assert set(re.findall(r"terrapants(?:==|-)(\d+\.\d+\.\d+)", text)) == {VERSION}


def test_each_change_has_a_kind_and_says_something() -> None:
    changes = [path for path in (ROOT / "changes").iterdir() if path.suffix == ".md"]
    assert changes, "changes/README.md is missing: is changes/ among the files of //:repository?"
    for path in changes:
        if path.name != "README.md":
            _, _, kind = path.stem.rpartition(".")
            assert kind in KINDS, f"{path.name} is none of {sorted(KINDS)}"
            assert path.read_text().strip().endswith("."), path.name
