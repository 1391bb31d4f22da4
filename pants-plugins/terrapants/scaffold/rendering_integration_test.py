"""Templates that cannot be rendered, or that write outside the module's directory."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from terrapants.scaffold.testutil import Repository, message


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    return Repository(tmp_path_factory.mktemp("pex_cli"))


@pytest.mark.parametrize(
    ("files", "other_files", "error"),
    [
        (
            {"a.txt": "{{ cookiecutter.colour }}"},
            {},
            "uses cookiecutter.colour, which cookiecutter.json does not define, in a.txt.",
        ),
        (
            {"{{ cookiecutter.colour }}.txt": ""},
            {},
            (
                "uses cookiecutter.colour, which cookiecutter.json does not define, in the name "
                "'{{ cookiecutter.name }}/{{ cookiecutter.colour }}.txt'."
            ),
        ),
        (
            {"b/a.txt": "one\n{% if %}\n"},
            {},
            (
                "has a syntax error in b/a.txt, line 2: Expected an expression, got 'end of "
                "statement block'."
            ),
        ),
        ({"a.txt": "{% include 'b' %}"}, {}, "includes b, which does not exist."),
        (
            {"a.txt": ""},
            {"hooks/pre_gen_project.py": "import sys\nprint('no')\nsys.exit('It is full moon.')\n"},
            "has a hook that failed: pre_gen_project (exit status: 1): It is full moon.",
        ),
        (
            {"a.txt": ""},
            {"hooks/post_gen_project.sh": "#!/bin/sh\necho 'went wrong' >&2\nexit 3\n"},
            "has a hook that failed: post_gen_project (exit status: 3): went wrong.",
        ),
        (
            {"a.txt": ""},
            {"hooks/post_gen_project.py": "{{ cookiecutter.colour }}"},
            (
                "uses cookiecutter.colour, which cookiecutter.json does not define, in the hook "
                "post_gen_project."
            ),
        ),
        (
            {"a.txt": ""},
            {"hooks/post_gen_project.py": "open('../../beside.txt', 'w').write('x')\n"},
            "wrote beside.txt, which is outside the module's directory.",
        ),
        (
            {"a.txt": ""},
            {"hooks/post_gen_project.py": "import os\nos.mkdir('../y')\n"},
            "wrote x, y, but must write exactly one directory, the module's.",
        ),
        (
            {"a.txt": ""},
            {"hooks/post_gen_project.py": "import os\nos.symlink('/etc/passwd', 'users')\n"},
            (
                "created users, a symbolic link to /etc/passwd: a module may only contain regular "
                "files."
            ),
        ),
        (
            {"a.txt": ""},
            {"hooks/post_gen_project.py": "import os\nos.remove('a.txt')\n"},
            "wrote no files.",
        ),
    ],
)
def test_templates_that_cannot_be_rendered(
    repository: Repository, files: dict[str, str], other_files: dict[str, str], error: str
) -> None:
    kind = repository.template(files, other_files=other_files)
    assert message(repository, f"--kind={kind}", "--name=x") == (
        f"The template templates/{kind} {error}"
    )


def test_a_newer_time_stamp_is_no_stray_file(repository: Repository) -> None:
    """What is outside the module's directory, and was there before, may be linked to other runs."""
    hook = "import os, time\nos.utime('../../request.json', (time.time() + 9, time.time() + 9))\n"
    kind = repository.template({"a.txt": ""}, other_files={"hooks/post_gen_project.py": hook})
    assert repository.generate(kind, "x").exit_code == 0


@pytest.mark.parametrize(
    ("directory", "becomes"),
    [
        ("../..", "'x/../..': outside the module's directory"),
        ("/tmp", "'x//tmp': not a valid path"),
        ("", "'x//a.txt': not a valid path"),
    ],
)
def test_a_file_name_that_leads_out_of_the_directory_is_refused(
    repository: Repository, directory: str, becomes: str
) -> None:
    file = "{{ cookiecutter.directory }}/a.txt"
    kind = repository.template({file: ""}, {"directory": directory})
    text = message(repository, f"--kind={kind}", "--name=x")
    assert text.startswith(f"The template templates/{kind} has the file '{{{{ cookiecutter.name")
    assert text.endswith(f"whose name becomes {becomes}.")


def test_a_hook_that_hangs_is_stopped_with_its_child_processes(repository: Repository) -> None:
    hook = "import subprocess\nsubprocess.run(['sleep', '86398'])\n"
    kind = repository.template({"a.txt": ""}, other_files={"hooks/post_gen_project.py": hook})
    assert message(repository, f"--kind={kind}", "--name=x", "--timeout=3") == (
        f"The template templates/{kind} was stopped after 3 seconds, probably because a hook "
        "hangs. Fix the hook, or raise `--generate-module-timeout`."
    )
    end = time.monotonic() + 20
    while running("sleep\x0086398") and time.monotonic() < end:
        time.sleep(0.2)
    assert not running("sleep\x0086398")


def running(command: str) -> bool:
    """Whether a process on this machine has this command line."""
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if command in process.read_bytes().decode("utf-8", "replace"):
                return True
        except OSError:
            continue
    return False


def test_a_link_out_of_the_template_is_refused(repository: Repository) -> None:
    kind = repository.template({"a.txt": ""})
    link = repository.root / "templates" / kind / "{{ cookiecutter.name }}" / "users"
    link.symlink_to("/etc/passwd")
    assert message(repository, f"--kind={kind}", "--name=x") == (
        f"templates/{kind}/{{{{ cookiecutter.name }}}}/users is a symbolic link out of the "
        "template, to /etc/passwd: a template must contain the files themselves."
    )


@pytest.mark.parametrize(
    ("variables", "error"),
    [
        ('{"name": "x",}', "cookiecutter.json:1:14: "),
        ("[]", "cookiecutter.json has no variable `name` with a default"),
        ('{"title": "x"}', "cookiecutter.json has no variable `name` with a default"),
        ('{"name": "x", "size": []}', "The variable 'size' in templates/broken/cookiecutter.json"),
        (
            '{"name": "x", "_scaffold": 1}',
            "`_scaffold` in templates/broken/cookiecutter.json is no",
        ),
        ('{"name": "x", "a": "{{ cookiecutter.b }}"}', "uses cookiecutter.b, which cookiecutter"),
        ('{"name": "x", "_scaffold": {"output_dir": "../up"}}', "is '../up': expected a directory"),
        (
            '{"name": "x", "_scaffold": {"output_dir": "{{ b }}"}}',
            "uses b, which cookiecutter.json",
        ),
        (
            '{"name": "x", "_extensions": ["no.such"]}',
            "uses a Jinja extension that is not installed",
        ),
    ],
)
def test_invalid_variables(repository: Repository, variables: str, error: str) -> None:
    repository.write_template("broken", {"a.txt": ""})
    repository.write("templates/broken/cookiecutter.json", variables)
    assert error in message(repository, "--kind=broken", "--name=x")
    # `--list` must not break on it either.
    repository.write("templates/broken/cookiecutter.json", json.dumps({"name": "x"}))


def test_a_template_without_a_directory_to_render(repository: Repository) -> None:
    repository.write("templates/empty/cookiecutter.json", '{"name": "x"}')
    assert message(repository, "--kind=empty", "--name=x") == (
        "templates/empty has no directories to render: expected one, named as in "
        "`{{ cookiecutter.name }}`."
    )
