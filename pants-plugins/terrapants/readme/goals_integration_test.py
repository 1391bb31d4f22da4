"""`fix`, `lint` and `check` on the READMEs of a repository."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from pants.engine.internals.scheduler import ExecutionError
from pants.testutil.rule_runner import RuleRunner

from terrapants.readme.readmes_for_tests import (
    PROSE,
    TABLES,
    VARIABLES,
    check,
    exists,
    fix,
    lint,
    lint_goal,
    module,
    read_bytes,
    readme_rule_runner,
    write,
)

README = f"{PROSE}\n{TABLES}\n"
ROW = next(line for line in TABLES.split("\n") if "input_name" in line)
SKIP = "terraform_module(skip_module_readme=True)\n"


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


def test_fix_writes_a_missing_readme(runner: RuleRunner) -> None:
    write(runner, module())
    code, text = check(runner)
    assert code == 1
    assert text.startswith(
        "a/README.md: readme-exists: the module has no README. Run `./pants fix a:`, then say in "
        "it what the module is.\n"
        "a/README.md: generated-part: the file does not exist. Run `./pants fix a:`.\n"
        "--- /dev/null\n+++ b/a/README.md\n@@ -0,0 +1,"
    )
    fix(runner)
    assert read_bytes(runner, "a/README.md").decode() == TABLES
    code, text = check(runner)
    assert code == 1
    assert [line.split(": ")[1] for line in text.splitlines()] == [
        "readme-stub",
        "usage-example",
        "title",
    ]


def test_drift_fails_lint_and_check_with_a_diff(runner: RuleRunner) -> None:
    stale = README.replace("Its name.", "Another name.")
    write(runner, module(README_md=stale))
    expected = (
        "a/README.md: generated-part: the file is out of date. Run `./pants fix a:`.\n"
        "--- a/a/README.md\n"
        "+++ b/a/README.md\n"
        "@@ -33,7 +33,7 @@\n"
        " \n"
        " | Name | Description | Type | Default | Required |\n"
        " | ---- | ----------- | ---- | ------- | :------: |\n"
        f"-{ROW.replace('Its', 'Another')}\n"
        f"+{ROW}\n"
        " \n"
        " ## Outputs\n"
        " "
    )
    assert lint(runner) == (1, expected)
    assert check(runner) == (1, expected)
    goal = lint_goal(runner)
    assert goal.exit_code == 1
    assert goal.stderr.strip() == "✕ module-readme failed."
    assert read_bytes(runner, "a/README.md").decode() == stale
    fix(runner)
    assert read_bytes(runner, "a/README.md").decode() == README


def test_a_change_of_a_variable_is_drift(runner: RuleRunner) -> None:
    write(runner, module(README_md=README))
    assert check(runner) == (0, "")
    write(runner, {"a/variables.tf": VARIABLES.replace("string", "number")})
    code, text = check(runner)
    assert code == 1
    assert '+| <a name="input_name"></a> [name](#input\\_name) | Its name. | `number`' in text


def test_windows_line_ends_and_byte_order_mark_stay(runner: RuleRunner) -> None:
    prose = b"\xef\xbb\xbf" + PROSE.replace("\n", "\r\n").encode()
    write(runner, {**module(), "a/README.md": prose})
    fix(runner)
    written = read_bytes(runner, "a/README.md")
    assert written == prose + b"\r\n" + TABLES.replace("\n", "\r\n").encode()
    assert check(runner) == (0, "")


def test_an_executable_readme_stays_one(runner: RuleRunner) -> None:
    write(runner, module(README_md=PROSE))
    path = Path(runner.build_root, "a/README.md")
    path.chmod(0o755)
    fix(runner)
    assert TABLES in path.read_text()
    assert os.access(path, os.X_OK)
    assert fix(runner).stderr.strip() == "✓ module-readme made no changes."


BEGIN, END = "<!-- BEGIN_TF_DOCS -->", "<!-- END_TF_DOCS -->"


@pytest.mark.parametrize(
    ("readme", "message"),
    [
        (f"# A\n{BEGIN}\n", f"a/README.md:2: found {BEGIN} without {END} after it."),
        (f"# A\n\n{END}\n", f"a/README.md:3: found {END} without {BEGIN} before it."),
        (f"{END}\n{BEGIN}\n", f"a/README.md:1: found {END} before {BEGIN}, expected it after."),
        (
            f"{BEGIN}\n{BEGIN}\n{END}\n{END}\n",
            (
                f"a/README.md:2: found {BEGIN} inside the generated part, expected one pair of "
                "markers."
            ),
        ),
        (
            f"{BEGIN}\n{END}\n{BEGIN}\n{END}\n",
            f"a/README.md:3: found {BEGIN} a second time, expected one pair of markers.",
        ),
        (
            b"# A\ncaf\xe9\n",
            "a/README.md:2: found the byte 0xe9, which is not UTF-8. Save the file as UTF-8.",
        ),
        (
            "# A\n".encode("utf-16"),
            "a/README.md: found UTF-16, expected UTF-8. Save the file as UTF-8.",
        ),
    ],
)
def test_unwritable_readmes(runner: RuleRunner, readme: str | bytes, message: str) -> None:
    write(runner, {**module(), **module("b", README_md=PROSE), "a/README.md": readme})
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
    message = "a/README.md: found a directory, expected a file."
    assert check(runner) == (1, message)
    with pytest.raises(ExecutionError, match=message):
        fix(runner)


@pytest.mark.parametrize("target", ["missing.md", "../b.md"])
def test_a_symbolic_link_is_not_written(runner: RuleRunner, target: str) -> None:
    write(runner, {**module(), "b.md": "untouched"})
    link = Path(runner.build_root, "a/README.md")
    link.symlink_to(target)
    runner.scheduler.invalidate_all_files()
    message = f"a/README.md: found a symbolic link to {target}, expected a file."
    code, text = check(runner)
    assert code == 1
    assert message in text
    with pytest.raises(ExecutionError) as caught:
        fix(runner)
    assert message in str(caught.value)
    assert link.is_symlink()
    assert read_bytes(runner, "b.md") == b"untouched"


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
    assert text.startswith("a/main.tf:1:15: found the end of the file, expected ")
    with pytest.raises(ExecutionError, match=r"Nothing was written.\na/main.tf:1:15: found"):
        fix(runner)
    assert read_bytes(runner, "a/README.md").decode() == README


def test_a_default_that_is_no_constant(runner: RuleRunner) -> None:
    write(runner, module(README_md=README, main_tf='variable "v" {\n  default = timestamp()\n}\n'))
    assert check(runner) == (
        1,
        (
            'a/main.tf:2:13: the default of variable "v" refers to something or calls a function, '
            "expected a constant, as Terraform does."
        ),
    )


def test_modules_that_need_no_readme(runner: RuleRunner) -> None:
    marked = f"{BEGIN}\n{END}\n"
    write(
        runner,
        {
            **module("a/examples/none"),
            **module("a/examples/prose", README_md="[x](missing.md)\n"),
            **module("a/examples/marked", README_md=marked),
        },
    )
    code, text = check(runner)
    assert code == 1
    assert "prose/README.md:1: links: missing.md leads to a/examples/prose/missing.md" in text
    assert "marked/README.md: generated-part" in text
    assert "none" not in text
    assert "title" not in text
    fix(runner)
    assert not exists(runner, "a/examples/none/README.md")
    assert read_bytes(runner, "a/examples/prose/README.md") == b"[x](missing.md)\n"
    assert read_bytes(runner, "a/examples/marked/README.md").decode() == f"{TABLES}\n"


def test_switches(runner: RuleRunner) -> None:
    skip_some = 'terraform_module(readme_skip_rules=["usage-example", "readme-stub"])\n'
    skip_tables = 'terraform_module(readme_skip_rules=["generated-part"])\n'
    write(
        runner,
        {
            **module("a", BUILD=SKIP),
            **module("b", BUILD=skip_some, README_md=f"# B\n\nSome.\n\n{TABLES}"),
            **module("c", BUILD=skip_tables, README_md=PROSE.replace("../a", "../c")),
        },
    )
    assert check(runner) == (0, "")
    fix(runner)
    assert not exists(runner, "a/README.md")
    assert b"TF_DOCS" not in read_bytes(runner, "c/README.md")
    write(runner, {"b/BUILD": "terraform_module()\n"})
    assert [line.split(": ")[1] for line in check(runner)[1].splitlines()] == [
        "readme-stub",
        "usage-example",
    ]
    assert check(runner, "--module-readme-skip-rules=['usage-example', 'readme-stub']") == (0, "")
    assert check(runner, "--module-readme-skip") == (0, "")


@pytest.mark.parametrize(
    ("build", "option", "origin"),
    [
        (
            'terraform_module(readme_skip_rules=["titel"])\n',
            (),
            "The field `readme_skip_rules` of a:a",
        ),
        (
            "terraform_module()\n",
            ("--module-readme-skip-rules=['titel']",),
            "`[module-readme].skip_rules`",
        ),
    ],
)
def test_an_unknown_rule(
    runner: RuleRunner, build: str, option: tuple[str, ...], origin: str
) -> None:
    write(runner, module(BUILD=build, README_md=README))
    with pytest.raises(ExecutionError) as caught:
        check(runner, *option)
    assert f'{origin} names the rule "titel", expected one of: readme-exists, ' in str(caught.value)


def test_settings_that_are_not_supported(
    runner: RuleRunner, caplog: pytest.LogCaptureFixture
) -> None:
    write(
        runner,
        {
            **module(README_md=README),
            **module("b", README_md=README.replace("../a", "../b")),
            ".terraform-docs.yml": "version: 0.20.0\n",
            "b/.terraform-docs.yml": "formatter: markdown document\n",
        },
    )
    warnings = [
        ".terraform-docs.yml: not supported and without effect here: version.",
        (
            'b/.terraform-docs.yml: not supported and without effect here: formatter "markdown '
            'document".'
        ),
    ]
    write(runner, {"b/variables.tf": VARIABLES.replace("string", "number")})
    for goal in (check, lint, lint_goal, fix, fix):
        caplog.clear()
        goal(runner)
        assert (goal, [record.getMessage() for record in caplog.records]) == (goal, warnings)
    # A part that another formatter writes is left to it.
    assert b"`string`" in read_bytes(runner, "b/README.md")


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
        'a/.terraform-docs.yml: sort.by: found "size", expected name or required or type.',
        "b: output.file is ../README.md, expected a file in the module's directory or below.",
    )
    assert check(runner) == (1, "\n".join(messages))
    with pytest.raises(ExecutionError) as caught:
        fix(runner)
    assert "\n".join(("Nothing was written.", *messages)) in str(caught.value)


def test_rules_of_the_repository(runner: RuleRunner) -> None:
    write(runner, module(README_md=README))
    options = "--module-readme-sections=['Usage', 'Outputs', 'inputs', 'Licence']"
    assert check(runner, options) == (
        1,
        (
            'a/README.md: sections: found no section "Licence".\n'
            'a/README.md:32: sections: found "inputs" before "Outputs", expected it after.'
        ),
    )
    code, text = check(runner, "--module-readme-fewest-words=100")
    assert code == 1
    assert text.startswith("a/README.md: readme-stub: found ")


def test_examples_are_checked_against_the_modules_they_call(runner: RuleRunner) -> None:
    calls = """\

```hcl
module "own" {
  source = "example/a/aws"

  nmae = "x"
}

module "other" {
  source = "../b"
  name   = "x"
}

output "x" {
  value = [module.own.di, module.other.id]
}

module "gone" {
  source = "../gone"
}
```

```tf
resource "a" "b" {
```
"""
    write(runner, {**module(README_md=README + calls), **module("b", BUILD=SKIP)})
    assert check(runner) == (
        1,
        (
            'a/README.md:46: example-required-inputs: module "own" does not set "name", which is '
            "required.\n"
            'a/README.md:49: example-inputs: module "own" sets "nmae", which is no input of it. '
            'Did you mean "name"?\n'
            'a/README.md:58: example-outputs: module.own.di is used, but module "own" has no '
            'output "di".\n'
            'a/README.md:61: example-source: the source "../gone" of module "gone" leads to gone, '
            "which is no Terraform module.\n"
            'a/README.md:67: example-syntax: found the end of the file, expected "}". The '
            '"{" on line 67 is not closed.'
        ),
    )


def test_links_are_resolved(runner: RuleRunner) -> None:
    links = """\

[a](../b/README.md#usage) [b](../b/README.md#nothing) [c](../b) [d](/b/main.tf) [e](nowhere.md)
[f](../../x) [g](#usage) [h](#use) [i](.hidden/x) ![j](pic.png) <a href="gone.md">k</a>
[l](https://example.com/x) [m](mailto:x@example.com) [n](variables.tf?plain=1#L3)
"""
    write(
        runner,
        {
            **module(README_md=README + links),
            **module("b", BUILD=SKIP, README_md=README, main_tf=""),
        },
    )
    code, text = check(runner)
    assert code == 1
    assert text.splitlines() == [
        (
            "a/README.md:45: anchors: ../b/README.md#nothing leads to #nothing, which is neither a "
            "heading nor an anchor in b/README.md."
        ),
        "a/README.md:45: links: nowhere.md leads to a/nowhere.md, which does not exist.",
        (
            "a/README.md:46: anchors: #use leads to #use, which is neither a heading nor an anchor "
            "here."
        ),
        "a/README.md:46: links: ../../x leads out of the repository.",
        "a/README.md:46: links: gone.md leads to a/gone.md, which does not exist.",
        "a/README.md:46: links: pic.png leads to a/pic.png, which does not exist.",
    ]
