"""`check` on the READMEs of a repository."""

from __future__ import annotations

import pytest
from pants.engine.internals.scheduler import ExecutionError
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


@pytest.mark.parametrize(
    ("build", "option", "origin"),
    [
        (
            'terraform_module(readme_skip_rules=["titel"])\n',
            (),
            "the field `readme_skip_rules` of a:a",
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
    expected = (
        f'Unknown rule ID "titel" in {origin}. Did you mean "title"? '
        "The rule IDs are: readme-exists, "
    )
    assert expected in str(caught.value)


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
