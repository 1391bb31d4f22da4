from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterator

import pytest

from terrapants.provider_pool.private_directory import (
    NoDirectory,
    candidates,
    make_private_directory,
)


@pytest.fixture
def parent() -> Iterator[str]:
    """With a short path."""
    with tempfile.TemporaryDirectory(dir="/tmp") as directory:
        yield directory


def test_only_its_user_reaches_it(parent: str) -> None:
    directory = make_private_directory([parent])
    assert str(directory.parent) == parent
    assert stat.S_IMODE(directory.stat().st_mode) == 0o700


def test_the_next_parent_if_one_will_not_do(parent: str) -> None:
    deep = f"{parent}/{'d' * 90}"
    os.mkdir(deep)
    assert str(make_private_directory([deep, f"{parent}/nothing", parent]).parent) == parent


def test_the_reason_of_each_parent_is_told(parent: str) -> None:
    deep = "/" + "d" * 60
    with pytest.raises(NoDirectory) as problem:
        make_private_directory([deep, f"{parent}/nothing"])
    assert str(problem.value) == (
        f"no directory can hold its sockets (the paths of sockets in {deep} would have 106 bytes, "
        f"and the system allows 103; No such file or directory in {parent}/nothing)."
    )


def test_candidates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", "/run/user/1")
    assert candidates("") == ["/run/user/1", "/tmp"]
    assert candidates("/short") == ["/short"]
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    assert candidates("") == ["/tmp"]
