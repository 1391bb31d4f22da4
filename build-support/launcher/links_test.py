from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from links import matches, refuse_circular_links
from machine import UserError


def circle(root: Path, name: str) -> None:
    link = root / name
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(link.name)


def test_a_circular_link_is_named_with_what_to_do(tmp_path: Path) -> None:
    circle(tmp_path, "infra/my module/main.tf")
    with pytest.raises(UserError) as error:
        refuse_circular_links(tmp_path)
    assert str(error.value) == (
        "infra/my module/main.tf is a symbolic link that leads back to itself, on which Pants "
        'breaks down. Delete it, or add "/infra/my module/main.tf" to pants_ignore in pants.toml.'
    )


def test_other_links_are_left_to_pants(tmp_path: Path) -> None:
    (tmp_path / "above").symlink_to("..")
    (tmp_path / "nowhere").symlink_to("nothing")
    (tmp_path / "to_file").symlink_to("nowhere")
    circle(tmp_path, ".hidden")
    circle(tmp_path, ".terraform/link")
    refuse_circular_links(tmp_path)


@pytest.mark.parametrize(
    "option",
    [
        'pants_ignore = ["/infra/one"]',
        'pants_ignore.add = ["other", "/infra/one"]',
        "pants_ignore = \"+['/infra/one']\"",
        "# A comment.\npants_ignore.add = [\n  '/infra/', # for now\n]",
    ],
)
def test_what_pants_ignores_does_no_harm(tmp_path: Path, option: str) -> None:
    circle(tmp_path, "infra/one")
    (tmp_path / "pants.toml").write_text(f"[GLOBAL]\n{option}\n")
    refuse_circular_links(tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        '[GLOBAL]\npants_ignore = ["/infra/two"]\n',
        '# pants_ignore = ["/infra/one"]\n',
        '[GLOBAL]\nbuild_ignore.add = ["/infra/one"]\n',
        '[GLOBAL]\npants_ignore = "not a list"\n',
        "not TOML: [",
    ],
)
def test_other_options_do_not_excuse_it(tmp_path: Path, text: str) -> None:
    circle(tmp_path, "infra/one")
    (tmp_path / "pants.toml").write_text(text)
    with pytest.raises(UserError):
        refuse_circular_links(tmp_path)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("/a/b/c", True),
        ("/a", True),
        ("a/b/", True),
        ("b", True),
        ("c", True),
        ("*.tf", False),
        ("/b", False),
        ("/a/*/c", True),
        ("!c", False),
    ],
)
def test_patterns(pattern: str, expected: bool) -> None:
    assert matches(pattern, Path("a/b/c")) is expected


def test_what_git_ignores_does_no_harm(tmp_path: Path) -> None:
    circle(tmp_path, "build/one")
    with pytest.raises(UserError):
        refuse_circular_links(tmp_path)
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
    (tmp_path / ".gitignore").write_text("/build/\n")
    refuse_circular_links(tmp_path)
