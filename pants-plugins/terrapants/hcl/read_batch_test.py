from __future__ import annotations

import sys
from pathlib import Path

import pytest

from terrapants.hcl.read_batch import prepare


def test_a_cache_that_is_not_there_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a worker of remote execution."""
    monkeypatch.setattr(sys, "path", list(sys.path))
    grammar = tmp_path / "library/terrapants/hcl/grammar.py"
    grammar.parent.mkdir(parents=True)
    grammar.write_text("def build_table():\n    return 'a table'\n")
    ready = prepare(str(tmp_path / "library"), str(tmp_path / "not/there"), "key")
    assert Path(ready, "table.json").read_text() == "a table\n"
