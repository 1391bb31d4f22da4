from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

import environment as environment_module
import machine as machine_module
from environment import delete_unused, locked, usable_cache
from machine import Machine, UserError

LOCK = """\
# A comment.
pex==2.1.137 \\
    --hash=sha256:aaaa \\
    --hash=sha256:bbbb
    # via pantsbuild-pants
pexpect==1.0 \\
    --hash=sha256:cccc
wheel==0.45.1 ; python_version < "4" \\
    --hash=sha256:dddd
"""


def test_entries_of_a_lock_come_with_their_hashes() -> None:
    assert locked(LOCK, "pex").splitlines() == LOCK.splitlines()[1:5]
    assert locked(LOCK, "setuptools", "wheel").splitlines() == LOCK.splitlines()[7:]


@pytest.fixture
def shared_tmp(machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """A machine whose cache has a name that Pants cannot use."""
    shared = tmp_path / "shared"
    shared.mkdir()
    for module in (environment_module, machine_module):
        monkeypatch.setattr(module, "SHARED_TMP", shared)
    return replace(machine, variables={**machine.variables, "XDG_CACHE_HOME": "/a b"})


def test_a_cache_in_var_tmp_is_the_users_own(shared_tmp: Machine) -> None:
    assert usable_cache(shared_tmp) == shared_tmp.cache / "environments"
    assert shared_tmp.cache.parent.name == "shared"


def test_a_link_that_somebody_made_in_var_tmp_is_not_followed(
    shared_tmp: Machine, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere").mkdir()
    shared_tmp.cache.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UserError, match=r"cannot use .* as a cache: set XDG_CACHE_HOME"):
        usable_cache(shared_tmp)


def test_what_a_killed_deletion_left_is_deleted(tmp_path: Path) -> None:
    (tmp_path / "deleted.build.1/lib").mkdir(parents=True)
    delete_unused(tmp_path, tmp_path / "build.2")
    assert list(tmp_path.iterdir()) == []


def test_the_environment_in_use_stays_however_old(tmp_path: Path) -> None:
    current = tmp_path / "build.1"
    current.mkdir()
    os.utime(current, (0, 0))
    delete_unused(tmp_path, current)
    assert current.is_dir()
