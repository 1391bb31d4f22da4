from __future__ import annotations

import grp
import os
import pwd
from pathlib import Path

import pytest

from trust import WeakSpot, find_weak_spot

ME = {0, os.getuid()}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    tree = tmp_path / "above/mirror"
    (tree / "host").mkdir(parents=True)
    (tree / "host/provider").write_text("a program")
    return tree


def find(tree: Path, owners: set[int] = ME, *, any_owner: bool = False) -> WeakSpot | None:
    return find_weak_spot(tree, owners, any_owner=any_owner)


def test_none_where_only_the_user_can_write(tree: Path) -> None:
    assert find(tree) is None


@pytest.mark.parametrize("name", ["", "host", "host/provider"])
def test_everyone_can_write_in_the_directory(tree: Path, name: str) -> None:
    (tree / name).chmod(0o777)
    for any_owner in (False, True):
        spot = find(tree, any_owner=any_owner)
        assert spot
        assert spot.path == tree / name
        assert spot.problem == f"everyone can write to {tree / name}"
        assert spot.remedy == f"chmod -R go-w {tree}"
        assert spot.for_everyone


def test_everyone_can_write_above_it(tree: Path) -> None:
    tree.parent.chmod(0o777)
    spot = find(tree)
    assert spot
    assert spot.remedy == f"chmod go-w {tree.parent}"
    # As in /tmp: what is there belongs to its owner only.
    tree.parent.chmod(0o1777)
    assert find(tree) is None
    # In the directory itself, others could still add providers.
    tree.chmod(0o1777)
    assert find(tree)


def test_paths_are_quoted_for_the_shell(tmp_path: Path) -> None:
    tree = tmp_path / "my mirror"
    tree.mkdir()
    tree.chmod(0o777)
    spot = find(tree)
    assert spot
    assert spot.remedy == f"chmod -R go-w '{tree}'"


def test_it_belongs_to_somebody_else(tree: Path) -> None:
    somebody_else = 54321
    spot = find(tree, {somebody_else})
    assert spot
    sudo = "sudo " if os.getuid() else ""
    owner = pwd.getpwuid(os.getuid()).pw_name
    assert spot.problem == f"{tree.parent} belongs to the user {owner}"
    assert spot.remedy == f"{sudo}chown root {tree.parent}"
    assert not spot.for_everyone
    # A mirror that the user names may be anybody's.
    assert find(tree, {somebody_else}, any_owner=True) is None


def test_a_group_can_write_to_it(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree.chmod(0o775)

    def group(name: str, members: list[str]) -> None:
        entry = grp.struct_group((name, "x", tree.stat().st_gid, members))
        monkeypatch.setattr(grp, "getgrgid", lambda _: entry)

    own = pwd.getpwuid(os.getuid())
    monkeypatch.setattr(pwd, "getpwuid", lambda _: pwd.struct_passwd(("ann", *own[1:])))
    for name, members in (("ann", []), ("ann", ["ann"]), ("wheel", ["bob"])):
        group(name, members)
        assert find(tree) is None
    for name, members in (("ann", ["bob"]), ("staff", ["ann", "bob"])):
        group(name, members)
        spot = find(tree)
        assert spot
        assert spot.problem == f"the group {name} can write to {tree}"
        assert not spot.for_everyone
        assert find(tree, any_owner=True) is None


def test_links_are_followed(tree: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / "provider").mkdir(parents=True)
    (tree / "link").symlink_to(elsewhere / "provider")
    (elsewhere / "provider/back").symlink_to(tree)
    assert find(tree) is None
    elsewhere.chmod(0o777)
    spot = find(tree)
    assert spot
    assert spot.remedy == f"chmod go-w {elsewhere}"


def test_what_does_not_exist_is_nothing_to_worry_about(tree: Path) -> None:
    (tree / "broken").symlink_to("nowhere")
    assert find(tree) is None
    assert find(tree / "not/there") is None
