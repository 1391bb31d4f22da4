"""What `fix`, `lint` and `check` say where a README cannot be written."""

from __future__ import annotations

from pathlib import Path

import pytest
from pants.engine.internals.scheduler import ExecutionError
from pants.testutil.rule_runner import RuleRunner

from terrapants.readme.readmes_for_tests import (
    PROSE,
    TABLES,
    check,
    fix,
    lint,
    module,
    read_bytes,
    readme_rule_runner,
    write,
)

README = f"{PROSE}\n{TABLES}\n"


@pytest.fixture
def runner() -> RuleRunner:
    return readme_rule_runner()


BEGIN, END = "<!-- BEGIN_TF_DOCS -->", "<!-- END_TF_DOCS -->"


@pytest.mark.parametrize(
    ("readme", "message"),
    [
        (
            f"# A\n{BEGIN}\n",
            f":2: error: found {BEGIN} without {END} after it [readme-file]\n    {BEGIN}",
        ),
        (
            f"# A\n\n{END}\n",
            f":3: error: found {END} without {BEGIN} before it [readme-file]\n    {END}",
        ),
        (
            f"{END}\n{BEGIN}\n",
            f":1: error: found {END} before {BEGIN}, expected it after [readme-file]\n    {END}",
        ),
        (
            f"{BEGIN}\n{BEGIN}\n{END}\n{END}\n",
            (
                f":2: error: found {BEGIN} inside the generated part, expected one pair of markers "
                f"[readme-file]\n    {BEGIN}"
            ),
        ),
        (
            f"{BEGIN}\n{END}\n{BEGIN}\n{END}\n",
            (
                f":3: error: found {BEGIN} a second time, expected one pair of markers "
                f"[readme-file]\n    {BEGIN}"
            ),
        ),
        (
            b"# A\ncaf\xe9\n",
            (
                ":2: error: found the byte 0xe9, which is not UTF-8. Save the file as UTF-8 "
                "[readme-file]\n    caf\N{REPLACEMENT CHARACTER}"
            ),
        ),
        (
            "# A\n".encode("utf-16"),
            ": error: found UTF-16, expected UTF-8. Save the file as UTF-8 [readme-file]",
        ),
    ],
)
def test_unwritable_readmes(runner: RuleRunner, readme: str | bytes, message: str) -> None:
    write(runner, {**module(), **module("b", README_md=PROSE), "a/README.md": readme})
    message = f"a/README.md{message}"
    assert lint(runner)[0] == 1
    assert message in lint(runner)[1]
    assert check(runner)[0] == 1
    assert message in check(runner)[1]
    before = read_bytes(runner, "a/README.md")
    with pytest.raises(ExecutionError) as caught:
        fix(runner)
    assert f"Nothing was written.\n{message}" in str(caught.value)
    assert read_bytes(runner, "a/README.md") == before
    assert read_bytes(runner, "b/README.md").decode() == PROSE


def test_a_directory_in_the_place_of_the_readme(runner: RuleRunner) -> None:
    write(runner, {**module(), "a/README.md/inner.txt": ""})
    message = "a/README.md: error: found a directory, expected a file [readme-file]"
    assert check(runner) == (1, message)
    with pytest.raises(ExecutionError) as caught:
        fix(runner)
    assert message in str(caught.value)


@pytest.mark.parametrize("target", ["missing.md", "../b.md"])
def test_a_symbolic_link_is_not_written(runner: RuleRunner, target: str) -> None:
    write(runner, {**module(), "b.md": "untouched"})
    link = Path(runner.build_root, "a/README.md")
    link.symlink_to(target)
    runner.scheduler.invalidate_all_files()
    message = f"a/README.md: error: found a symbolic link to {target}, expected a file. Replace "
    code, text = check(runner)
    assert code == 1
    assert message in text
    with pytest.raises(ExecutionError) as caught:
        fix(runner)
    assert message in str(caught.value)
    assert link.is_symlink()
    assert read_bytes(runner, "b.md") == b"untouched"


@pytest.mark.parametrize("is_absolute", [True, False])
def test_a_symbolic_link_out_of_the_repository(runner: RuleRunner, is_absolute: bool) -> None:
    outside = Path(runner.build_root).parent / "outside.md"
    outside.write_text("untouched")
    write(runner, {**module(), **module("b", README_md=PROSE)})
    link = Path(runner.build_root, "a/README.md")
    link.symlink_to(outside if is_absolute else "../../outside.md")
    runner.scheduler.invalidate_all_files()
    # Pants itself refuses such a link wherever it meets one.
    reason = "Absolute symlink" if is_absolute else "Globs may not traverse outside"
    for goal in (check, fix):
        with pytest.raises(ExecutionError) as caught:
            goal(runner)
        assert "a/README.md" in str(caught.value)
        assert reason in str(caught.value)
    assert link.is_symlink()
    assert outside.read_text() == "untouched"
    assert read_bytes(runner, "b/README.md").decode() == PROSE


def test_hcl_that_does_not_parse(runner: RuleRunner) -> None:
    write(runner, module(README_md=README, main_tf='resource "x" {\n'))
    code, text = check(runner)
    assert code == 1
    assert text.startswith("a/main.tf:1:15: error: found the end of the file, expected ")
    assert text.endswith('[readme-module]\n    resource "x" {')
    with pytest.raises(ExecutionError, match=r"Nothing was written.\na/main.tf:1:15: error: found"):
        fix(runner)
    assert read_bytes(runner, "a/README.md").decode() == README


def test_a_default_that_is_no_constant(runner: RuleRunner) -> None:
    write(runner, module(README_md=README, main_tf='variable "v" {\n  default = timestamp()\n}\n'))
    assert check(runner) == (
        1,
        (
            'a/main.tf:2:13: error: the default of variable "v" refers to something or calls a '
            "function, expected a constant, as Terraform does [readme-module]\n"
            "    default = timestamp()"
        ),
    )


def test_settings_that_are_wrong(runner: RuleRunner) -> None:
    write(
        runner,
        {
            **module(README_md=README),
            **module("b", README_md=README.replace("../a", "../b")),
            "a/.terraform-docs.yml": "sort:\n  by: size\n",
            "b/.terraform-docs.yml": "output:\n  file: ../README.md\n",
        },
    )
    messages = (
        (
            'a/.terraform-docs.yml: error: sort.by: found "size", expected name or required or '
            "type [readme-settings]"
        ),
        (
            "b: error: output.file is ../README.md, expected a file in the module's directory or "
            "below [readme-settings]"
        ),
    )
    assert check(runner) == (1, "\n".join(messages))
    with pytest.raises(ExecutionError) as caught:
        fix(runner)
    assert "\n".join(("Nothing was written.", *messages)) in str(caught.value)
