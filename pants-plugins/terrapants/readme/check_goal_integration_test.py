"""`check` on the READMEs of a repository."""

from __future__ import annotations

import pytest
from pants.testutil.rule_runner import RuleRunner

from terrapants.readme.testutil import (
    PROSE,
    README,
    TABLES,
    VARIABLES,
    broken_rules,
    check,
    exists,
    fix,
    lint,
    module,
    read_bytes,
    readme_rule_runner,
    write,
)

SKIP = "terraform_module(skip_module_readme=True)\n"


BEGIN, END = "<!-- BEGIN_TF_DOCS -->", "<!-- END_TF_DOCS -->"


@pytest.fixture
def runner() -> RuleRunner:
    return readme_rule_runner()


def test_drift_is_left_to_lint(runner: RuleRunner) -> None:
    write(runner, module(README_md=README, variables_tf=VARIABLES.replace("string", "number")))
    assert check(runner) == (0, "")
    assert lint(runner)[0] == 1


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
    assert "prose/README.md:1: error: missing.md leads to a/examples/prose/missing.md, " in text
    assert broken_rules(text) == ["links"]
    code, text = lint(runner)
    assert code == 1
    assert text.startswith("a/examples/marked/README.md: error: the generated part is out of date")
    assert broken_rules(text) == ["generated-part"]
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
    assert lint(runner) == (0, "")
    fix(runner)
    assert not exists(runner, "a/README.md")
    assert b"TF_DOCS" not in read_bytes(runner, "c/README.md")
    write(runner, {"b/BUILD": "terraform_module()\n"})
    assert broken_rules(check(runner)[1]) == ["readme-stub", "usage-example"]
    assert check(runner, "--module-readme-skip-rules=['usage-example', 'readme-stub']") == (0, "")
    assert check(runner, "--module-readme-skip") == (0, "")


LEVELS = "--module-readme-levels"
UNKNOWN = 'Unknown rule ID "titel" in {}. Did you mean "title"? The rule IDs are: readme-exists, '
BAD_LEVEL = '{}: the level of "title" is "of": it must be off, warning or error [readme-settings]'


@pytest.mark.parametrize(
    ("fields", "option", "message"),
    [
        (
            'readme_skip_rules=["titel"]',
            "",
            UNKNOWN.format("the field `readme_skip_rules` of a:a"),
        ),
        (
            'readme_rule_levels={"titel": "off"}',
            "",
            UNKNOWN.format("the field `readme_rule_levels` of a:a"),
        ),
        (
            'readme_rule_levels={"title": "of"}',
            "",
            BAD_LEVEL.format("the field `readme_rule_levels` of a:a"),
        ),
        (
            "",
            "--module-readme-skip-rules=['titel']",
            UNKNOWN.format("`[module-readme].skip_rules`"),
        ),
        ("", f"{LEVELS}={{'titel': 'off'}}", UNKNOWN.format("`[module-readme].levels`")),
        ("", f"{LEVELS}={{'title': 'of'}}", BAD_LEVEL.format("`[module-readme].levels`")),
        (
            "",
            "--module-readme-settings-file=/etc/docs.yml",
            (
                '`[module-readme].settings_file` is "/etc/docs.yml": expected the name of a file '
                "in the module's directory, such as .terraform-docs.yml [readme-settings]"
            ),
        ),
        ("", "--module-readme-settings-file=../docs.yml", '.settings_file` is "../docs.yml": '),
        ("", "--module-readme-settings-file=~/docs.yml", '.settings_file` is "~/docs.yml": '),
        ("", f"--module-readme-settings-file={'x' * 300}", '.settings_file` is "xxxx'),
        ("", "--module-readme-settings-file=.", '.settings_file` is ".": expected the name of a'),
        (
            "",
            "--module-readme-optional-directories=['a/b']",
            (
                '`[module-readme].optional_directories` has "a/b": expected the name of one '
                "directory, without a slash [readme-settings]"
            ),
        ),
    ],
)
def test_settings_that_are_refused(
    runner: RuleRunner,
    caplog: pytest.LogCaptureFixture,
    fields: str,
    option: str,
    message: str,
) -> None:
    """All goals say so once, and go on with the rest."""
    options = (option,) if option else ()
    write(
        runner,
        {
            **module(BUILD=f"terraform_module({fields})\n", README_md=README),
            **module("b", README_md=PROSE.replace("../a", "../b")),
        },
    )
    for goal in (check, lint):
        code, text = goal(runner, *options)
        assert code == 1
        assert text.count(message) == 1, text
        assert "error: " in text
    assert "b/README.md: error: the generated part is out of date" in lint(runner, *options)[1]
    assert fix(runner, options=options).exit_code == 0
    assert [record.getMessage().count(message) for record in caplog.records] == [1]
    assert TABLES.encode() in read_bytes(runner, "b/README.md")


@pytest.mark.parametrize(
    "option",
    [
        "--module-readme-settings-file=",
        "--module-readme-settings-file={x}.yml",
        "--module-readme-settings-file=*[x.yml",
        "--module-readme-settings-file=a/missing.yml",
        "--module-readme-settings-file=tests",
        "--module-readme-minimum-words=-1",
        "--module-readme-minimum-words=0",
        "--module-readme-optional-directories=[]",
    ],
)
def test_settings_that_name_nothing(runner: RuleRunner, option: str) -> None:
    write(runner, {**module(README_md=README), "a/tests/x.txt": ""})
    assert (check(runner, option), lint(runner, option)) == ((0, ""), (0, ""))


def test_levels(runner: RuleRunner) -> None:
    """The field has the last word, and a warning fails nothing."""
    stub = {"a/README.md": f"# A\n\nSome.\n\n{TABLES.replace('Its name', 'Old')}"}
    write(runner, {**module(), **stub})
    assert broken_rules(check(runner)[1]) == ["readme-stub", "usage-example"]
    warn = "--module-readme-levels={'readme-stub': 'warning', 'generated-part': 'warning'}"
    skip = "--module-readme-skip-rules=['usage-example']"
    code, text = check(runner, warn, skip)
    assert (code, text) == (
        0,
        ("a/README.md: warning: found 1 word of prose, expected at least 10 [readme-stub]"),
    )
    code, text = lint(runner, warn)
    assert code == 0
    assert text.startswith("a/README.md: warning: the generated part is out of date; run `./pants")
    build = 'terraform_module(readme_rule_levels={"readme-stub": "error"})\n'
    write(runner, {"a/BUILD": build})
    assert broken_rules(check(runner, warn, skip)[1]) == ["readme-stub"]


def test_an_example_is_asked_of_reusable_modules_only(runner: RuleRunner) -> None:
    prose = PROSE.partition("## Usage")[0]
    write(
        runner,
        {
            **module("reusable", README_md=prose),
            **module("live", README_md=prose, main_tf='terraform {\n  backend "s3" {}\n}\n'),
            **module("with_values", README_md=prose),
            "with_values/terraform.tfvars": 'name = "x"\n',
            **module("declared", README_md=prose, BUILD='terraform_module(module_kind="root")\n'),
        },
    )
    code, text = check(runner)
    assert code == 1
    assert broken_rules(text) == ["usage-example"]
    assert text.startswith("reusable/README.md: error: ")


def test_tables_are_no_prose(runner: RuleRunner) -> None:
    write(runner, module(README_md=f"{TABLES}\n"))
    text = check(runner)[1]
    assert broken_rules(text) == ["readme-stub", "usage-example", "title"]
    assert "found 0 words of prose" in text
    assert "found no heading" in text


def test_rules_of_the_repository(runner: RuleRunner) -> None:
    write(runner, module(README_md=README))
    options = "--module-readme-sections=['Usage', 'Outputs', 'inputs', 'Licence']"
    assert check(runner, options) == (
        1,
        (
            'a/README.md: error: found no section "Licence" [sections]\n'
            'a/README.md:32: error: found "inputs" before "Outputs", expected it after [sections]\n'
            "    ## Inputs"
        ),
    )
    code, text = check(runner, "--module-readme-minimum-words=100")
    assert code == 1
    assert broken_rules(text) == ["readme-stub"]


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
            'a/README.md:46: error: module "own" does not set "name", which is required '
            "[example-required-inputs]\n"
            '    module "own" {\n'
            'a/README.md:49: error: module "own" sets "nmae", which is not an input of it. Did '
            'you mean "name"? [example-inputs]\n'
            '    nmae = "x"\n'
            'a/README.md:58: error: module.own.di is used, but module "own" has no output '
            '"di" [example-outputs]\n'
            "    value = [module.own.di, module.other.id]\n"
            'a/README.md:61: error: the source "../gone" of module "gone" leads to gone, '
            "which is not a Terraform module [example-source]\n"
            '    module "gone" {\n'
            'a/README.md:67: error: found the end of the file, expected "}". The "{" on line '
            "67 is not closed. [example-syntax]\n"
            '    resource "a" "b" {'
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
    assert [line for line in text.splitlines() if not line.startswith("    ")] == [
        (
            "a/README.md:45: error: ../b/README.md#nothing leads to #nothing, which is "
            "neither a heading nor an anchor in b/README.md [anchors]"
        ),
        "a/README.md:45: error: nowhere.md leads to a/nowhere.md, which does not exist [links]",
        (
            "a/README.md:46: error: #use leads to #use, which is neither a heading nor an "
            "anchor here [anchors]"
        ),
        "a/README.md:46: error: ../../x leads out of the repository [links]",
        "a/README.md:46: error: gone.md leads to a/gone.md, which does not exist [links]",
        "a/README.md:46: error: pic.png leads to a/pic.png, which does not exist [links]",
    ]
