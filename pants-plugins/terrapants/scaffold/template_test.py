from __future__ import annotations

import json
from pathlib import Path

import pytest
from pants.engine.fs import FileContent

from terrapants.findings.user_error import UserError
from terrapants.scaffold.template import (
    Variable,
    find_kinds,
    parse_template,
    path_of_kind,
    read_template,
)

DIRECTORY = "{{ cookiecutter.name }}"


def write(root: Path, path: str, files: dict[str, str]) -> None:
    for name, text in files.items():
        file = root / path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)


def test_variables_are_read_with_their_prompts() -> None:
    content = {
        "name": "x",
        "port": 80,
        "size": ["small", "large"],
        "public": False,
        "tags": {"a": "b"},
        "nothing": None,
        "_private": "p",
        "__derived": "{{ cookiecutter.name }}",
        "__prompts__": {"port": "Port?", "size": {"__prompt__": "Size?", "small": "one CPU"}},
        "_scaffold": {"description": "A thing"},
    }
    files = (
        FileContent("cookiecutter.json", json.dumps(content).encode()),
        FileContent(f"{DIRECTORY}/a", b""),
    )
    template = parse_template("templates/thing", files)
    assert (template.kind, template.description) == ("thing", "A thing")
    assert template.variables == (
        Variable("name", "x", "name"),
        Variable("port", "80", "Port?"),
        Variable("size", "small", "Size?", ("small", "large"), ("one CPU", "large")),
        Variable("public", False, "public"),
        Variable("tags", {"a": "b"}, "tags"),
        Variable("nothing", "", "nothing"),
    )


def test_kinds_are_directories_with_a_variables_file(tmp_path: Path) -> None:
    for path in ("templates/b", "templates/a", "more/a", "more/c"):
        write(tmp_path, path, {"cookiecutter.json": "{}"})
    write(tmp_path, "templates/none", {"README.md": ""})
    kinds = find_kinds(tmp_path, ["templates", "more", "missing"])
    assert list(kinds.items()) == [("a", "templates/a"), ("b", "templates/b"), ("c", "more/c")]
    assert path_of_kind("c", kinds) == "more/c"


@pytest.mark.parametrize(
    ("kind", "kinds", "expected"),
    [
        ("modul", {"module": "", "service": ""}, "only module, service. Did you mean module?"),
        ("x", {"module": "", "service": ""}, "There is no kind 'x', only module, service."),
        ("x", {}, "no directory in `[generate-module].templates` contains a template"),
    ],
)
def test_an_unknown_kind(kind: str, kinds: dict[str, str], expected: str) -> None:
    with pytest.raises(UserError) as error:
        path_of_kind(kind, kinds)
    assert expected in str(error.value)


def test_files_are_read_again_each_time(tmp_path: Path) -> None:
    write(tmp_path, "t", {"cookiecutter.json": '{"name": "x"}', f"{DIRECTORY}/a": "1"})
    write(tmp_path, "t", {f"{DIRECTORY}/__pycache__/a.pyc": "", ".git/config": ""})
    (tmp_path / "t" / DIRECTORY / "a").chmod(0o755)
    (tmp_path / "t" / DIRECTORY / "b").symlink_to("a")
    assert read_template(tmp_path, "t").files == (
        FileContent("cookiecutter.json", b'{"name": "x"}'),
        FileContent(f"{DIRECTORY}/a", b"1", is_executable=True),
        FileContent(f"{DIRECTORY}/b", b"1", is_executable=True),
    )
    write(tmp_path, "t", {f"{DIRECTORY}/a": "2"})
    assert read_template(tmp_path, "t").files[1].content == b"2"


def test_a_linked_directory_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "t", {"cookiecutter.json": '{"name": "x"}', f"{DIRECTORY}/a/b": "1"})
    (tmp_path / "t" / DIRECTORY / "c").symlink_to("a")
    with pytest.raises(UserError, match=r"c is a symbolic link to a directory: a template must"):
        read_template(tmp_path, "t")


def test_two_directories_to_render_are_refused(tmp_path: Path) -> None:
    write(tmp_path, "t", {"cookiecutter.json": '{"name": "x"}', f"{DIRECTORY}/a": ""})
    write(tmp_path, "t", {"{{cookiecutter.name}}/a": ""})
    with pytest.raises(UserError, match=r"^t has 2 directories to render: expected one"):
        read_template(tmp_path, "t")


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"next_steps": "./pants test"}, '`next_steps` of `_scaffold` in t/cookiecutter.json is "'),
        ({"next_steps": [1]}, "is [1]: expected a list of strings."),
        ({"output_dir": None}, "is null: expected a string."),
        ({"description": {"en": "x"}}, 'is {"en": "x"}: expected a string.'),
    ],
)
def test_settings_that_are_refused(
    tmp_path: Path, settings: dict[str, object], expected: str
) -> None:
    content = json.dumps({"name": "x", "_scaffold": settings})
    write(tmp_path, "t", {"cookiecutter.json": content, f"{DIRECTORY}/a": ""})
    with pytest.raises(UserError) as error:
        read_template(tmp_path, "t")
    assert expected in str(error.value)


@pytest.mark.parametrize("directory", ["/etc", "../templates", "~/templates", ""])
def test_templates_outside_the_repository_are_refused(tmp_path: Path, directory: str) -> None:
    with pytest.raises(UserError, match=r"expected directories of the repository, relative to"):
        find_kinds(tmp_path, ["templates", directory])
