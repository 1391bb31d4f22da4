from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terrapants.findings.unified_diff import unified_diff
from terrapants.testutil.untimed import UNTIMED


def test_missing_line_ends_are_marked() -> None:
    assert unified_diff("a", b"x", b"x\n") == (
        "--- a/a\n+++ b/a\n@@ -1 +1 @@\n-x\n\\ No newline at end of file\n+x\n"
    )


def test_a_new_file() -> None:
    assert unified_diff("a", None, b"x\n") == "--- /dev/null\n+++ b/a\n@@ -0,0 +1 @@\n+x\n"


def test_no_difference() -> None:
    assert unified_diff("a", b"x\n", b"x\n") == ""


TEXTS = st.lists(st.sampled_from(["a", "b", "", "c\r", "d\u2028e", "é"])).map("\n".join)


@settings(UNTIMED, max_examples=50)
@given(TEXTS, TEXTS)
def test_patch_accepts_it(tmp_path_factory: pytest.TempPathFactory, old: str, new: str) -> None:
    patch = shutil.which("git")
    if patch is None:
        pytest.fail("This test needs `git` on PATH: install it, and run again.", pytrace=False)
    diff = unified_diff("f", old.encode(), new.encode())
    if not diff:
        assert old == new
        return
    directory = tmp_path_factory.mktemp("patch")
    Path(directory, "f").write_bytes(old.encode())
    subprocess.run(
        [patch, "apply", "--unidiff-zero", "--allow-empty", "-"],
        input=diff.encode(),
        cwd=directory,
        check=True,
    )
    written = Path(directory, "f")
    assert (written.read_bytes() if written.exists() else b"") == new.encode()
