from __future__ import annotations

from pathlib import Path

import pytest

from offline import loads
from terminal import COMMAND, PICTURES, picture

ROOT = next(path for path in Path(__file__).parents if (path / PICTURES).is_dir())
RECORDINGS = sorted((ROOT / PICTURES).glob("*.ansi"))


def test_there_are_recordings() -> None:
    assert RECORDINGS


@pytest.mark.parametrize("path", RECORDINGS, ids=lambda path: path.stem)
def test_a_picture_is_of_its_recording(path: Path) -> None:
    written = path.with_suffix(".svg")
    assert written.is_file()
    assert written.read_text() == picture(path.read_text()), f"Run `{COMMAND}`."
    assert loads(written.read_text()) == []


def test_colours_are_kept() -> None:
    shown = picture("$ ./pants\n\x1b[31mfailed\x1b[0m  plain\n")
    assert "#f07178" in shown
    assert ">failed</text>" in shown
    assert "\x1b" not in shown
