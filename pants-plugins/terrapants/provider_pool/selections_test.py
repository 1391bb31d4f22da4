from __future__ import annotations

import json
import os
import threading
import time
from pathlib import Path

import pytest

from terrapants.provider_pool.records import Records
from terrapants.provider_pool.selections import Selections, binary, needed, required_providers


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "provider"
    file.write_text("one")
    return file


def test_the_first_finds_out_for_all(file: Path, tmp_path: Path) -> None:
    known = Selections(Records(tmp_path))
    assert known.find("key") is None
    found: list[object] = []
    others = [threading.Thread(target=lambda: found.append(known.find("key"))) for _ in range(3)]
    for thread in others:
        thread.start()
    binaries = {"acme/tiny": binary(str(file))}
    known.found("key", binaries)
    for thread in others:
        thread.join(10)
    assert found == [binaries] * 3
    assert known.find("another key") is None


def test_when_the_first_gives_up_another_finds_out(tmp_path: Path) -> None:
    known = Selections(Records(tmp_path))
    assert known.find("key") is None
    found: list[object] = []
    other = threading.Thread(target=lambda: found.append(known.find("key")))
    other.start()
    known.gave_up("key")
    other.join(10)
    assert found == [None]


def test_a_failure_is_remembered_for_a_while(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = Selections(Records(tmp_path))
    assert known.find("key") is None
    known.failed("key")
    assert known.find("key") == {}
    monkeypatch.setattr(time, "monotonic", lambda: float("inf"))
    assert known.find("key") is None


def test_a_replaced_binary_is_selected_again(file: Path, tmp_path: Path) -> None:
    known = Selections(Records(tmp_path))
    assert known.find("key") is None
    known.found("key", {"acme/tiny": binary(str(file))})
    assert known.find("key")
    new = tmp_path / "new"
    new.write_text("two")
    new.replace(file)
    assert known.find("key") is None
    known.found("key", {"acme/tiny": binary(str(file))})
    file.unlink()
    assert known.find("key") is None


def test_a_lasting_answer_is_that_of_later_servers(file: Path, tmp_path: Path) -> None:
    records = Records(tmp_path / "records")
    binaries = {"acme/tiny": binary(str(file))}
    first = Selections(records)
    first.found("lasting", binaries, lasting=True)
    first.found("of this server", binaries)
    later = Selections(records)
    assert later.find("lasting") == binaries
    assert later.find("of this server") is None
    # Of the same size and age.
    stat = file.stat()
    file.write_text("two")
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert Selections(records).find("lasting") is None
    assert later.find("lasting") is None


def test_required_providers() -> None:
    request = {"host/b/tiny": [">= 1.0", "< 2.0"], "host/a/tiny": [], "terraform.io/builtin/x": []}
    assert json.loads(required_providers(needed(request)))["terraform"]["required_providers"] == {
        "p0": {"source": "host/a/tiny"},
        "p1": {"source": "host/b/tiny", "version": ">= 1.0, < 2.0"},
    }
