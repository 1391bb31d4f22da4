"""`--update` and `--check`, with a real cookiecutter and a real git."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from terrapants.scaffold.record import RECORD_FILE
from terrapants.scaffold.testutil import Repository, message

LINES = "".join(f"{number}\n" for number in range(1, 21))


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    return Repository(tmp_path_factory.mktemp("pex_cli"))


def generated(repository: Repository, **files: str) -> tuple[str, str]:
    """Generates a module `one`, and returns its kind and directory.

    :param files: by their names, in which `_` stands for the dot.
    """
    kind = repository.template({name.replace("_", "."): text for name, text in files.items()})
    assert repository.generate(kind, "one").exit_code == 0
    return kind, f"made/{kind}/one"


def test_a_change_of_the_template_reaches_an_unchanged_module(repository: Repository) -> None:
    kind, module = generated(repository, a_txt="{{ cookiecutter.name }} 1\n", b_txt="b\n")
    checked = repository.run("--check", f"{module}::")
    assert (checked.exit_code, checked.stdout) == (0, "1 generated module, 0 behind.\n")
    unchanged = repository.run("--update", f"{module}::")
    assert (unchanged.exit_code, unchanged.stdout) == (
        0,
        f"{module}: up to date with its template\n",
    )

    repository.write_template(
        kind,
        {"a.txt": "{{ cookiecutter.name }} 2\n", "c/d.txt": "new in {{ cookiecutter.name }}\n"},
    )
    checked = repository.run("--check", f"{module}::")
    assert (checked.exit_code, checked.stdout) == (
        1,
        (
            f"{module} is behind its template: a.txt, c/d.txt\n"
            "1 generated module, 1 behind: `--update` merges.\n"
        ),
    )
    updated = repository.run("--update", f"{module}::")
    assert (updated.exit_code, updated.stdout) == (
        0,
        f"{module}: merged with its template\n  updated  a.txt\n  added    c/d.txt\n",
    )
    assert repository.read(module) == {
        "a.txt": "one 2\n",
        "b.txt": "b\n",
        "c/d.txt": "new in one\n",
    }
    assert repository.run("--check", f"{module}::").exit_code == 0


def test_changes_of_both_sides_are_merged(repository: Repository) -> None:
    kind, module = generated(repository, a_txt=LINES)
    repository.write(f"{module}/a.txt", LINES.replace("3\n", "three\n", 1))
    repository.write(f"{module}/own.txt", "own\n")
    repository.write_template(kind, {"a.txt": LINES.replace("18\n", "eighteen\n")})
    updated = repository.run("--update", f"{module}::")
    assert updated.exit_code == 0
    assert updated.stdout == f"{module}: merged with its template\n  merged  a.txt\n"
    merged = LINES.replace("3\n", "three\n", 1).replace("18\n", "eighteen\n")
    assert repository.read(module) == {"a.txt": merged, "own.txt": "own\n"}


def test_conflicts_are_marked_and_named(repository: Repository) -> None:
    kind, module = generated(repository, a_txt="1\n2\n3\n", b_txt="b\n")
    repository.write(f"{module}/a.txt", "1\nmine\n3\n")
    repository.write_template(kind, {"a.txt": "1\ntheirs\n3\n", "b.txt": "b 2\n"})
    before = repository.everything()
    planned = repository.run("--update", "--dry-run", "--show", f"{module}::")
    assert planned.exit_code == 1
    assert "<<<<<<< yours\nmine\n=======\ntheirs\n>>>>>>> the template\n" in planned.stdout
    assert repository.everything() == before

    updated = repository.run("--update", f"{module}::")
    assert updated.exit_code == 1
    assert "  conflict  a.txt\n  updated   b.txt\n" in updated.stdout
    assert updated.stderr == f"Resolve the conflicts in {module}/a.txt.\n"
    assert repository.read(module) == {
        "a.txt": "1\n<<<<<<< yours\nmine\n=======\ntheirs\n>>>>>>> the template\n3\n",
        "b.txt": "b 2\n",
    }

    # The template is merged; what remains is in the file.
    unresolved = (
        f"{module}/a.txt still has the conflict markers of an earlier update: resolve them first."
    )
    checked = repository.run("--check", f"{module}::")
    assert (checked.exit_code, checked.stderr) == (1, f"{unresolved}\n")
    assert checked.stdout == (
        "1 generated module, 0 behind, 1 not checked because of the errors above.\n"
    )
    assert message(repository, "--update", f"{module}::") == unresolved
    repository.write_template(kind, {"a.txt": "1\nnewer\n3\n"})
    assert message(repository, "--update", f"{module}::") == unresolved
    repository.write(f"{module}/a.txt", "1\ntheirs\n3\n")
    assert repository.run("--update", f"{module}::").exit_code == 0
    assert repository.read(module)["a.txt"] == "1\nnewer\n3\n"


def test_files_that_are_added_and_removed(repository: Repository) -> None:
    kind, module = generated(
        repository, gone_txt="a\n", kept_txt="a\n", dropped_txt="a\n", new_txt="a\n"
    )
    repository.write(f"{module}/kept.txt", "mine\n")
    (repository.root / module / "dropped.txt").unlink()
    template = repository.root / "templates" / kind / "{{ cookiecutter.name }}"
    for name in ("gone.txt", "kept.txt"):
        (template / name).unlink()
    repository.write_template(kind, {"dropped.txt": "b\n", "taken.txt": "theirs\n"})
    repository.write(f"{module}/taken.txt", "mine\n")
    updated = repository.run("--update", f"{module}::")
    assert updated.exit_code == 1
    assert updated.stdout == (
        f"{module}: merged with its template\n"
        "  left deleted  dropped.txt\n"
        "  removed       gone.txt\n"
        "  conflict      kept.txt (the template no longer has it, but you changed it: kept)\n"
        "  conflict      taken.txt\n"
    )
    assert updated.stderr == f"Resolve the conflicts in {module}/kept.txt, {module}/taken.txt.\n"
    files = repository.read(module)
    assert sorted(files) == ["kept.txt", "new.txt", "taken.txt"]
    assert files["kept.txt"] == "mine\n"
    assert files["taken.txt"].splitlines()[1::2] == ["mine", "theirs"]


def test_a_file_becomes_executable(repository: Repository) -> None:
    kind, module = generated(repository, run_sh="#!/bin/sh\n")
    repository.write(f"{module}/run.sh", "#!/bin/sh\necho mine\n")
    script = repository.root / "templates" / kind / "{{ cookiecutter.name }}" / "run.sh"
    script.chmod(0o755)
    assert repository.run("--update", f"{module}::").exit_code == 0
    assert repository.read(module) == {"run.sh": "#!/bin/sh\necho mine\n"}
    assert os.access(repository.root / module / "run.sh", os.X_OK)


def test_variables_keep_their_values_and_new_ones_get_their_default(
    repository: Repository,
) -> None:
    kind = repository.template(
        {"a.txt": "{{ cookiecutter.size }}\n"}, {"size": ["small", "large"], "gone": "x"}
    )
    assert repository.generate(kind, "one", "--set=size=large").exit_code == 0
    repository.write_template(
        kind,
        {"a.txt": "{{ cookiecutter.size }} and {{ cookiecutter.colour }}\n"},
        {"size": ["tiny", "large"], "colour": "red"},
    )
    module = f"made/{kind}/one"
    assert repository.run("--update", f"{module}::").exit_code == 0
    assert repository.read(module) == {"a.txt": "large and red\n"}
    record = json.loads((repository.root / module / RECORD_FILE).read_text())
    assert record["variables"] == {"name": "one", "size": "large", "colour": "red"}


def test_modules_are_chosen_by_directory_and_by_file(repository: Repository) -> None:
    kind, _ = generated(repository, a_txt="1\n")
    assert repository.generate(kind, "two").exit_code == 0
    repository.write_template(kind, {"a.txt": "2\n"})
    by_file = repository.run("--check", f"made/{kind}/one/a.txt")
    assert by_file.stdout.splitlines()[-1] == "1 generated module, 1 behind: `--update` merges."
    everything = repository.run("--check", f"made/{kind}::")
    assert everything.stdout.splitlines()[-1] == "2 generated modules, 2 behind: `--update` merges."
    assert repository.run("--update", f"made/{kind}/one").exit_code == 0
    assert repository.read(f"made/{kind}") == {"one/a.txt": "2\n", "two/a.txt": "1\n"}


def test_a_moved_module_is_updated_where_it_is(repository: Repository) -> None:
    kind, module = generated(repository, a_txt="{{ cookiecutter.name }} 1\n")
    (repository.root / "moved").mkdir()
    (repository.root / module).rename(repository.root / "moved/elsewhere")
    repository.write_template(kind, {"a.txt": "{{ cookiecutter.name }} 2\n"})
    assert repository.run("--update", "moved::").exit_code == 0
    assert repository.read("moved/elsewhere") == {"a.txt": "one 2\n"}


@pytest.mark.parametrize("argument", ["--check", "--update"])
def test_directories_without_a_generated_module(repository: Repository, argument: str) -> None:
    repository.write("plain/a.txt", "")
    assert message(repository, argument, "plain::") == (
        "0 generated modules: none of these files and directories is in a generated module, which "
        f"is a directory with {RECORD_FILE}. `::` means all of them, as in "
        f"`./pants generate-module {argument} ::`."
    )


def test_a_repository_without_a_generated_module(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    repository.write("plain/a.txt", "")
    checked = repository.run("--check", "::")
    assert (checked.exit_code, checked.stdout) == (0, "")
    assert checked.stderr == "This repository contains no generated module.\n"
    assert message(repository, "--update", "::") == "This repository contains no generated module."


def test_one_broken_template_does_not_hide_the_others(repository: Repository) -> None:
    broken, _ = generated(repository, a_txt="1\n")
    gone, _ = generated(repository, a_txt="1\n")
    fine, module = generated(repository, a_txt="1\n")
    repository.write_template(broken, {"a.txt": "{{ cookiecutter.colour }}"})
    (repository.root / "templates" / gone).rename(repository.root / "templates-gone")
    repository.write_template(fine, {"a.txt": "2\n"})
    specs = [f"made/{each}::" for each in (broken, gone, fine)]

    for argument in ("--check", "--update"):
        result = repository.run(argument, *specs)
        assert result.exit_code == 1
        assert (
            f"made/{gone}/one was generated from templates/{gone}, which no longer exists."
            in result.stderr
        )
        assert f"The template templates/{broken} uses cookiecutter.colour" in result.stderr
        assert f"{module}" in result.stdout
        if argument == "--check":
            assert result.stdout.splitlines()[-1] == (
                "3 generated modules, 1 behind, 2 not checked because of the errors above: "
                "`--update` merges."
            )
    assert repository.read(module) == {"a.txt": "2\n"}
    assert repository.read(f"made/{broken}/one") == {"a.txt": "1\n"}


@pytest.mark.parametrize(
    "record", ["", "{", "[]", '{"template": "../x", "variables": {}, "files": {}}']
)
def test_an_invalid_record(repository: Repository, record: str) -> None:
    _, module = generated(repository, a_txt="1\n")
    repository.write(f"{module}/{RECORD_FILE}", record)
    assert message(repository, "--update", f"{module}::").startswith(
        f"{module}/{RECORD_FILE} is not as `generate-module` wrote it ("
    )


def test_a_file_that_became_a_link_is_left_alone(repository: Repository) -> None:
    kind, module = generated(repository, a_txt="1\n")
    file = repository.root / module / "a.txt"
    file.unlink()
    file.symlink_to(RECORD_FILE)
    repository.write_template(kind, {"a.txt": "2\n"})
    assert message(repository, "--update", f"{module}::") == (
        f"{module}/a.txt is no longer a regular file: update it by hand."
    )


def test_one_module_that_cannot_be_merged_does_not_stop_the_others(repository: Repository) -> None:
    kind, module = generated(repository, a_txt="1\n")
    for name in ("two", "three", "four"):
        assert repository.generate(kind, name).exit_code == 0
    repository.write_template(kind, {"a.txt": "2\n", "b/c.txt": "new\n"})
    made = repository.root / f"made/{kind}"
    (made / "one/a.txt").unlink()
    (made / "one/a.txt").symlink_to(RECORD_FILE)
    (made / "two/a.txt").write_text("<<<<<<< yours\n1\n=======\n2\n>>>>>>> the template\n")
    (made / "three/b").write_text("in the way of a directory\n")
    result = repository.run("--update", f"made/{kind}::")
    assert result.exit_code == 1
    assert f"{module}/a.txt is no longer a regular file: update it by hand." in result.stderr
    assert f"made/{kind}/two/a.txt still has the conflict markers" in result.stderr
    assert f"made/{kind}/three could not be written: " in result.stderr
    assert repository.read(f"made/{kind}/four") == {"a.txt": "2\n", "b/c.txt": "new\n"}
    assert (made / "three/a.txt").read_text() == "1\n"
