from __future__ import annotations

from pathlib import Path

import pytest

from histories import History


@pytest.fixture
def history(tmp_path: Path) -> History:
    """A repository on a branch that is still where `main` is."""
    made = History.create(tmp_path / "repository")
    made.git("checkout", "--quiet", "-b", "work")
    return made
