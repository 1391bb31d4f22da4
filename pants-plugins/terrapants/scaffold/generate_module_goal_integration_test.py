"""The options of `generate-module`, and what it writes, with a real cookiecutter."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from terrapants.scaffold.record import RECORD_FILE
from terrapants.scaffold.testutil import Repository, message

BAD_NAMES = {
    "": "The name is empty",
    "/etc/passwd": "is a path",
    "..": "is a path",
    "../up": "is a path",
    "a/b": "is a path",
    "sqs queue": "is not valid",
    'a"b': "is not valid",
    "import": "is a Python keyword",
    "for_each": "is a reserved word in Terraform",
    "a\nb": "has a line break",
    "x" * 300: "has 300 characters: at most 63 are allowed",
    "schlüssel": "has non-ASCII characters",
}


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    return Repository(tmp_path_factory.mktemp("pex_cli"))


@pytest.fixture(scope="module")
def kind(repository: Repository) -> str:
    repository.write_template(
        "sized",
        {
            "main.txt": "{{ cookiecutter.__identifier }} is {{ cookiecutter.size }}\n",
            "docs/{{ cookiecutter.name }}.md": "# {{ cookiecutter.title }}\n",
        },
        {
            "title": "The {{ cookiecutter.name }}",
            "size": ["small", "large"],
            "__identifier": "{{ cookiecutter.name.replace('-', '_') }}",
            "__prompts__": {"title": "Title of the page"},
        },
    )
    return "sized"


def test_a_module_is_written_and_explained(repository: Repository) -> None:
    kind = repository.template(
        {"a.txt": "{{ cookiecutter.name }}\n", "b/c.txt": "c\n"},
        settings={
            "output_dir": "made/{{ cookiecutter.name[0] }}",
            "next_steps": ["./pants test <directory>::", "Edit {{ cookiecutter.name }}."],
        },
    )
    result = repository.generate(kind, "SqsQueue")
    assert (result.exit_code, result.stderr) == (0, "")
    size = (repository.root / "made/s/sqs-queue" / RECORD_FILE).stat().st_size
    assert result.stdout == (
        "Name: SqsQueue -> sqs-queue (as an identifier: sqs_queue)\n"
        "made/s/sqs-queue/\n"
        f"  {RECORD_FILE}  {size}\n"
        "  a.txt  10\n"
        "  b/\n"
        "    c.txt  2\n"
        "\n"
        "Wrote made/s/sqs-queue. Next:\n"
        "  ./pants test made/s/sqs-queue::\n"
        "  Edit sqs-queue.\n"
    )
    assert repository.read("made/s/sqs-queue") == {"a.txt": "sqs-queue\n", "b/c.txt": "c\n"}


def test_variables_come_from_set(repository: Repository, kind: str) -> None:
    result = repository.generate(kind, "one", "--set=size=large", "--set=title=a=b, 'c' ü")
    assert result.exit_code == 0
    assert repository.read(f"made/{kind}/one") == {
        "docs/one.md": "# a=b, 'c' ü\n",
        "main.txt": "one is large\n",
    }
    assert repository.run(f"--kind={kind}", "--set=name=two").exit_code == 0
    assert repository.read(f"made/{kind}/two")["docs/two.md"] == "# The two\n"


def test_executable_files_stay_executable(repository: Repository) -> None:
    kind = repository.template({"run.sh": "#!/bin/sh\n"})
    script = repository.root / "templates" / kind / "{{ cookiecutter.name }}" / "run.sh"
    script.chmod(0o755)
    assert "run.sh  10 (executable)" in repository.generate(kind, "one").stdout
    assert os.access(repository.root / f"made/{kind}/one/run.sh", os.X_OK)
    assert not os.access(repository.root / f"made/{kind}/one" / RECORD_FILE, os.X_OK)


def test_hooks_and_included_templates_are_used(repository: Repository) -> None:
    kind = repository.template(
        {"a.txt": "{% include 'shared.txt' %}", "unwanted.txt": ""},
        other_files={
            "templates/shared.txt": "shared with {{ cookiecutter.name }}\n",
            "hooks/post_gen_project.py": "import os\nos.remove('unwanted.txt')\nprint('noise')\n",
        },
    )
    result = repository.generate(kind, "one")
    assert (result.exit_code, "noise" in result.stdout) == (0, False)
    assert repository.read(f"made/{kind}/one") == {"a.txt": "shared with one\n"}


def test_output_dir_and_kind_from(repository: Repository) -> None:
    repository.write("elsewhere/plain/cookiecutter.json", json.dumps({"name": "x"}))
    repository.write("elsewhere/plain/{{ cookiecutter.name }}/a.txt", "{{ cookiecutter.name }}\n")
    arguments = ("--kind-from=elsewhere/plain/", "--name=one")
    assert message(repository, *arguments) == (
        "The template elsewhere/plain has no `output_dir`: specify `--output-dir`."
    )
    assert repository.run(*arguments, "--output-dir=deep/er/").exit_code == 0
    assert repository.read("deep/er/one") == {"a.txt": "one\n"}
    record = json.loads((repository.root / "deep/er/one" / RECORD_FILE).read_text())
    assert record["template"] == "elsewhere/plain"
    assert (
        repository.run("--kind-from=elsewhere/plain", "--name=two", "--output-dir=.").exit_code == 0
    )
    assert repository.read("two") == {"a.txt": "two\n"}


def test_list_shows_kinds_variables_and_defaults(repository: Repository, kind: str) -> None:
    result = repository.run("--list")
    assert result.exit_code == 0
    shown = result.stdout.split(f"{kind}\n")[1].splitlines()[:3]
    assert shown == [
        "  name  = thing",
        "  title = (from name)  # Title of the page",
        "  size  = small | large",
    ]


def test_list_shows_the_kinds_beside_a_broken_one(repository: Repository, kind: str) -> None:
    broken = repository.root / "templates/broken/cookiecutter.json"
    broken.parent.mkdir()
    broken.write_text("{")
    try:
        result = repository.run("--list")
    finally:
        broken.unlink()
    assert result.exit_code == 1
    assert f"{kind}\n  name  = thing\n" in result.stdout
    assert result.stderr == (
        "templates/broken/cookiecutter.json:1:2: Expecting property name enclosed in double "
        "quotes.\n"
    )


def test_without_next_steps_none_are_announced(repository: Repository, kind: str) -> None:
    result = repository.generate(kind, "alone")
    assert result.stdout.endswith(f"\n\nWrote made/{kind}/alone.\n")


def test_dry_run_writes_nothing(repository: Repository, kind: str) -> None:
    before = repository.everything()
    result = repository.generate(kind, "dry", "--dry-run")
    assert result.exit_code == 0
    assert "  main.txt  13\n" in result.stdout
    assert result.stdout.endswith("\nNothing was written: this was `--dry-run`.\n")
    assert "dry is small" not in result.stdout
    shown = repository.generate(kind, "dry", "--dry-run", "--show").stdout
    assert f"=== made/{kind}/dry/main.txt\ndry is small\n" in shown
    assert repository.everything() == before


def test_existing_files_are_only_overwritten_with_force(repository: Repository, kind: str) -> None:
    directory = f"made/{kind}/kept"
    repository.write(f"{directory}/main.txt", "mine\n")
    repository.write(f"{directory}/docs/kept.md", "# The kept\n")
    repository.write(f"{directory}/own.txt", "mine\n")
    assert message(repository, f"--kind={kind}", "--name=kept") == (
        f"{directory} exists: `--force` would overwrite {directory}/main.txt."
    )
    planned = repository.generate(kind, "kept", "--force", "--dry-run")
    assert planned.stdout.endswith(f"It would overwrite {directory}/main.txt.\n")
    result = repository.generate(kind, "kept", "--force")
    assert result.exit_code == 0
    assert f"Overwrites {directory}/main.txt.\n" in result.stdout
    assert repository.read(directory) == {
        "docs/kept.md": "# The kept\n",
        "main.txt": "kept is small\n",
        "own.txt": "mine\n",
    }
    assert message(repository, f"--kind={kind}", "--name=kept") == (
        f"{directory} exists: `--force` would add to it, `--update` merges."
    )


def test_a_file_or_a_directory_in_the_way(repository: Repository, kind: str) -> None:
    repository.write(f"made/{kind}/taken", "")
    assert message(repository, f"--kind={kind}", "--name=taken", "--force") == (
        f"made/{kind}/taken exists and is not a directory."
    )
    repository.write(f"made/{kind}/nested/main.txt/a", "")
    assert message(repository, f"--kind={kind}", "--name=nested", "--force") == (
        f"made/{kind}/nested/main.txt exists and is a directory."
    )


def test_a_symbolic_link_out_of_the_repository_is_refused(
    repository: Repository, kind: str, tmp_path: Path
) -> None:
    (repository.root / "linked").symlink_to(tmp_path)
    try:
        assert message(repository, f"--kind={kind}", "--name=x", "--output-dir=linked/a") == (
            "A symbolic link leads from linked/a out of the repository."
        )
    finally:
        (repository.root / "linked").unlink()
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", BAD_NAMES)
def test_names_that_are_refused(repository: Repository, kind: str, name: str) -> None:
    assert BAD_NAMES[name] in message(repository, f"--kind={kind}", f"--name={name}")


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ((), "Specify what to generate with `--kind` (available: "),
        (("--kind=sizes", "--name=x"), "There is no kind 'sizes', only "),
        (("--kind=sizes", "--name=x"), "Did you mean sized?"),
        (
            ("--kind=sized",),
            "Specify the name, as in `./pants generate-module --kind=sized --name=",
        ),
        (("--kind=sized", "--kind-from=a", "--name=x"), "`--kind` and `--kind-from` both name"),
        (
            ("--kind-from=nothing", "--name=x"),
            "nothing is not a template: it has no cookiecutter.json",
        ),
        (("--kind-from=/etc", "--name=x"), "`--kind-from` is '/etc': expected a directory of the"),
        (("--kind=sized", "--name=x", "--output-dir=../up"), "`--output-dir` is '../up': expected"),
        (("--kind=sized", "--name=x", "--output-dir=/tmp"), "`--output-dir` is '/tmp': expected"),
        (("--kind=sized", "--name=x", "--output-dir="), "`--output-dir` is '': expected"),
        (
            ("--kind=sized", "--name=x", "--set=sice=1"),
            "has no variable 'sice', only name, title, ",
        ),
        (("--kind=sized", "--name=x", "--set=size=huge"), "can only be small or large."),
        (("--kind=sized", "--name=x", "--set=name=y"), "`--name` and `--set=name=…` conflict."),
        (("--kind=sized", "--name=x", "--show"), "`--show` shows what `--dry-run` would write"),
        (("--kind=sized", "--name=x", "made::"), "are for `--update` and `--check`"),
        (("--kind=sized", "--name=x", "--output-dir=~/a"), "`--output-dir` is '~/a': expected"),
        (("--kind=sized", "--name=x", "--output-dir=" + "d" * 300), ": File name too long."),
        (("--kind-from=~", "--name=x"), "`--kind-from` is '~': expected a directory of the"),
        (("--kind-from=made/file.txt", "--name=x"), "made/file.txt is not a template"),
        (("--kind=sized", "--name=x", "--timeout=0"), "is 0: expected a number of seconds from 1"),
        (("--kind=sized", "--name=x", "--timeout=-1"), "is -1: expected a number of seconds"),
        # With more than 64 bits, Pants 2.27 and later end with a panic of their own.
        (("--kind=sized", "--name=x", "--timeout=" + "9" * 18), "`--generate-module-timeout` is 9"),
        (("--list", "--templates=['../up']"), "`[generate-module].templates` names '../up'"),
        (("--list", "--templates=['missing']"), "There are no templates in missing: `[generate"),
        (("--list", "--templates=['made/file.txt']"), "There are no templates in made/file.txt:"),
        (("--list", "--templates=[]"), "There are no templates in no directory"),
        (
            ("--kind=sized", "--name=x", "--cookiecutter-interpreter-constraints=['x y']"),
            "`[cookiecutter].interpreter_constraints` has 'x y', which is not a constraint on",
        ),
        (("--update", "--check", "made::"), "use only one of them."),
        (("--update",), "Specify the modules: `::` means all of them"),
        (("--check",), "as in `./pants generate-module --check ::`."),
        (
            ("--update", "--name=x", "made::"),
            "take the template and its variables from the modules",
        ),
    ],
)
def test_arguments_that_are_refused(
    repository: Repository, kind: str, arguments: tuple[str, ...], error: str
) -> None:
    repository.write("made/file.txt", "")
    assert error in message(repository, *arguments)


def test_the_same_inputs_come_from_the_cache(repository: Repository) -> None:
    kind = repository.template(
        {"a.txt": ""},
        other_files={
            "hooks/post_gen_project.py": "import uuid\nopen('b', 'w').write(uuid.uuid4().hex)\n"
        },
    )
    for directory in ("one", "two"):
        assert repository.generate(kind, "same", f"--output-dir={directory}").exit_code == 0
    assert repository.read("one/same") == repository.read("two/same")


def test_an_unknown_resolve_is_named(repository: Repository, kind: str) -> None:
    result = repository.run(
        f"--kind={kind}",
        "--name=unlocked",
        options=("--cookiecutter-install-from-resolve=python-defaul",),
    )
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        "`[cookiecutter].install_from_resolve` is 'python-defaul', which is none of "
        "`[python].resolves`: python-default. Did you mean python-default? Unset it to install the "
        "versions that come with the suite.\n"
    )
