"""`fix` on the READMEs of a repository, and what it and `lint` say of one it cannot write."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from pants.engine.internals.scheduler import ExecutionError
from pants.testutil.rule_runner import RuleRunner

from terrapants.readme.testutil import (
    CREATE_README,
    PROSE,
    README,
    TABLES,
    check,
    exists,
    fix,
    lint,
    module,
    read_bytes,
    readme_rule_runner,
    write,
)

BEGIN, END = "<!-- BEGIN_TF_DOCS -->", "<!-- END_TF_DOCS -->"


@pytest.fixture
def runner() -> RuleRunner:
    return readme_rule_runner()


def test_fix_appends_then_leaves_alone(runner: RuleRunner) -> None:
    write(runner, module(README_md=PROSE))
    assert fix(runner).exit_code == 0
    assert read_bytes(runner, "a/README.md").decode() == f"{PROSE}\n{TABLES}"
    again = fix(runner)
    assert (again.exit_code, again.stderr.strip()) == (0, "✓ module-readme made no changes.")
    assert check(runner) == (0, "")
    assert lint(runner) == (0, "")


MISSING = (
    "a/README.md: error: the module has no README; write one that says what the module is, or run "
    "`./pants fix --module-readme-create a:` and complete it [readme-exists]"
)


def test_fix_creates_nothing_unasked(runner: RuleRunner) -> None:
    write(runner, module())
    assert check(runner) == (1, MISSING)
    assert lint(runner) == (0, "")
    assert fix(runner).exit_code == 0
    assert not exists(runner, "a/README.md")


def test_fix_creates_a_readme_that_check_accepts(
    runner: RuleRunner, caplog: pytest.LogCaptureFixture
) -> None:
    resource = 'resource "terraform_data" "this" {}\n'
    write(
        runner,
        {**module(main_tf=resource), **module("live", main_tf="terraform {\n  cloud {}\n}\n")},
    )
    code, text = lint(runner, CREATE_README)
    assert code == 1
    assert text.startswith(
        "a/README.md: error: the README does not exist; run `./pants fix a:` [generated-part]\n"
        "--- /dev/null\n+++ b/a/README.md\n@@ -0,0 +1,"
    )
    caplog.set_level("INFO")
    fix(runner, options=(CREATE_README,))
    assert [record.getMessage() for record in caplog.records] == [
        "module-readme creates a/README.md.",
        "module-readme creates live/README.md.",
    ]
    assert (
        read_bytes(runner, "a/README.md")
        .decode()
        .startswith(
            "# a\n\n"
            "A Terraform module with 1 input and 1 output. The types of the resources that it "
            "manages are: `terraform_data`.\n\n"
            "## Usage\n\n"
            '```hcl\nmodule "a" {\n  source = "../a"\n\n  name = var.name\n}\n```\n\n'
            "<!-- BEGIN_TF_DOCS -->\n## Requirements\n"
        )
    )
    assert check(runner) == (0, "")
    assert lint(runner) == (0, "")


def test_no_readme_is_created_that_check_would_refuse(
    runner: RuleRunner, caplog: pytest.LogCaptureFixture
) -> None:
    write(runner, module())
    options = (CREATE_README, "--module-readme-sections=['Licence']")
    message = (
        "a/README.md: error: the README does not exist, and none is written, because `check` would "
        'refuse it: found no section "Licence" [sections]. Write one by hand [readme-file]'
    )
    assert lint(runner, *options) == (1, message)
    fix(runner, options=options)
    assert [record.getMessage() for record in caplog.records] == logged(message)
    assert not exists(runner, "a/README.md")


def test_tables_without_markers_are_not_doubled(
    runner: RuleRunner, caplog: pytest.LogCaptureFixture
) -> None:
    tables = TABLES.replace(f"{BEGIN}\n", "").replace(f"\n{END}", "")
    by_hand = "# B\n\n## Inputs\n\n| Name | Description |\n| - | - |\n| `name` | Its name. |\n"
    write(
        runner,
        {**module(README_md=f"{PROSE}\n{tables}\n"), **module("b", README_md=by_hand)},
    )
    fix(runner)
    assert read_bytes(runner, "a/README.md").decode() == README
    assert [record.getMessage() for record in caplog.records] == logged(
        'b/README.md:3: error: found the section "Inputs" as terraform-docs writes it, but no '
        f"markers around it. Put {BEGIN} before the generated sections and {END} after them, or "
        "delete the sections [readme-file]\n    ## Inputs"
    )
    assert read_bytes(runner, "b/README.md").decode() == by_hand


def test_windows_line_ends_and_byte_order_mark_stay(runner: RuleRunner) -> None:
    prose = b"\xef\xbb\xbf" + PROSE.replace("\n", "\r\n").encode()
    write(runner, {**module(), "a/README.md": prose})
    fix(runner)
    written = read_bytes(runner, "a/README.md")
    assert written == prose + b"\r\n" + TABLES.replace("\n", "\r\n").encode()
    assert lint(runner) == (0, "")


def test_an_executable_readme_stays_one(runner: RuleRunner) -> None:
    write(runner, module(README_md=PROSE))
    path = Path(runner.build_root, "a/README.md")
    path.chmod(0o755)
    fix(runner)
    assert TABLES in path.read_text()
    assert os.access(path, os.X_OK)
    assert fix(runner).stderr.strip() == "✓ module-readme made no changes."


def test_a_symbolic_link_that_needs_no_change_stays_one(runner: RuleRunner) -> None:
    write(runner, {**module(), "b.md": README, **module("c/tests/d"), "prose.md": "# X\n"})
    links = [Path(runner.build_root, path) for path in ("a/README.md", "c/tests/d/README.md")]
    links[0].symlink_to("../b.md")
    links[1].symlink_to("../../../prose.md")
    write(runner, module("e", README_md=PROSE))
    fix(runner)
    assert all(link.is_symlink() for link in links)
    assert TABLES.encode() in read_bytes(runner, "e/README.md")
    assert lint(runner) == (0, "")


def test_what_is_up_to_date_is_not_written(runner: RuleRunner) -> None:
    write(runner, {**module(README_md=README), **module("b", README_md=PROSE)})
    up_to_date = Path(runner.build_root, "a/README.md")
    written_at = up_to_date.stat().st_mtime_ns
    fix(runner)
    assert TABLES.encode() in read_bytes(runner, "b/README.md")
    assert up_to_date.stat().st_mtime_ns == written_at


def fix_errors(runner: RuleRunner, caplog: pytest.LogCaptureFixture) -> list[str]:
    """The errors that `fix` logs; it fails if there are any."""
    caplog.clear()
    exit_code = fix(runner).exit_code
    errors = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    assert exit_code == (1 if errors else 0)
    return errors


def logged(*problems: str) -> list[str]:
    return ["\n".join(("module-readme could not write every page:", *problems))]


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
def test_one_bad_readme(
    runner: RuleRunner, caplog: pytest.LogCaptureFixture, readme: str | bytes, message: str
) -> None:
    write(runner, {**module(), **module("b", README_md=PROSE), "a/README.md": readme})
    message = f"a/README.md{message}"
    code, text = lint(runner)
    assert code == 1
    assert message in text
    before = read_bytes(runner, "a/README.md")
    assert fix_errors(runner, caplog) == logged(message)
    assert read_bytes(runner, "a/README.md") == before
    assert read_bytes(runner, "b/README.md").decode() == f"{PROSE}\n{TABLES}"
    # It is said again in the next run, which has nothing to do, and not after a repair.
    assert fix_errors(runner, caplog) == logged(message)
    write(runner, {"a/README.md": README})
    assert fix_errors(runner, caplog) == []


def test_only_a_bad_readme(runner: RuleRunner, caplog: pytest.LogCaptureFixture) -> None:
    write(runner, {**module(), "a/README.md": b"\xff"})
    assert len(fix_errors(runner, caplog)) == 1
    assert len(fix_errors(runner, caplog)) == 1


def test_check_needs_a_readable_readme(runner: RuleRunner) -> None:
    write(runner, {**module(), "a/README.md": b"# A\n\xff\n"})
    code, text = check(runner)
    assert code == 1
    assert text.startswith("a/README.md:2: error: found the byte 0xff, which is not UTF-8. ")


def test_a_directory_in_the_place_of_the_readme(
    runner: RuleRunner, caplog: pytest.LogCaptureFixture
) -> None:
    write(runner, {**module(), "a/README.md/inner.txt": ""})
    message = "a/README.md: error: found a directory, expected a file [readme-file]"
    assert lint(runner) == (1, message)
    assert check(runner) == (1, message)
    assert fix_errors(runner, caplog) == logged(message)


@pytest.mark.parametrize("target", ["missing.md", "../b.md"])
def test_a_symbolic_link_is_not_written(
    runner: RuleRunner, caplog: pytest.LogCaptureFixture, target: str
) -> None:
    write(runner, {**module(), "b.md": "untouched"})
    link = Path(runner.build_root, "a/README.md")
    link.symlink_to(target)
    runner.scheduler.invalidate_all_files()
    message = (
        f"a/README.md: error: found a symbolic link to {target}, expected a file. Replace the "
        "link, or let `output.file` name the file itself [readme-file]"
    )
    assert lint(runner) == (1, message)
    assert fix_errors(runner, caplog) == logged(message)
    assert link.is_symlink()
    assert read_bytes(runner, "b.md") == b"untouched"

    # The engine takes a file with the same content for the same.
    link.unlink()
    link.write_text("untouched")
    assert "found a symbolic link" not in lint(runner)[1]


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


def test_hcl_that_does_not_parse(runner: RuleRunner, caplog: pytest.LogCaptureFixture) -> None:
    write(runner, module(README_md=README, main_tf='resource "x" {\n'))
    code, text = lint(runner)
    assert code == 1
    assert text.startswith("a/main.tf:1:15: error: found the end of the file, expected ")
    assert text.endswith('[readme-module]\n    resource "x" {')
    assert fix_errors(runner, caplog) == logged(text)
    assert read_bytes(runner, "a/README.md").decode() == README


def test_a_default_that_is_not_constant(runner: RuleRunner) -> None:
    write(runner, module(README_md=README, main_tf='variable "v" {\n  default = timestamp()\n}\n'))
    assert lint(runner) == (
        1,
        (
            'a/main.tf:2:13: error: the default of variable "v" refers to something or calls a '
            "function, expected a constant, as Terraform does [readme-module]\n"
            "    default = timestamp()"
        ),
    )


def test_settings_that_are_wrong(runner: RuleRunner, caplog: pytest.LogCaptureFixture) -> None:
    write(
        runner,
        {
            **module(README_md=README),
            **module("b"),
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
    assert lint(runner) == (1, "\n".join(messages))
    assert fix_errors(runner, caplog) == logged(*messages)
    # Without valid settings it is not known where the README is.
    assert check(runner) == (1, messages[1])
