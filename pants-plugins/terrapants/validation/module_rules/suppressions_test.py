from __future__ import annotations

import pytest
from pants.util.docutil import bin_name
from pants.util.frozendict import FrozenDict

from terrapants.findings.rule_levels import RuleSettings
from terrapants.validation.module_rules.testutil import findings, shown

INDEX = "terraform-deprecated-index"


def indexes(text: str) -> list[str]:
    """The lines of legacy indexes, and what is said about comments."""
    found = findings({"main.tf": text + 'resource "aws_x" "y" {}\n'})
    return [
        str(each.line) if each.rule == INDEX else f"{each.line} {each.rule}"
        for each in found
        if each.rule in (INDEX, "terraform-rule-setting", "terraform-unused-suppression")
    ]


def local(comment: str, *, end: str = "") -> str:
    return f'output "o" {{\n  {comment}\n  value = var.name.0{end}\n}}\n'


@pytest.mark.parametrize(
    "comment",
    [
        f"# terrapants:ignore {INDEX}",
        f"#terrapants:ignore {INDEX}",
        f"// terrapants:ignore {INDEX} the list has one item",
        f"/* terrapants:ignore {INDEX} */",
        f"# terrapants:ignore {INDEX}, terraform-output-description, because",
        f"# terrapants:ignore {INDEX}\n  # and more is said here",
        f"# said above\n  # terrapants:ignore {INDEX}",
    ],
)
def test_a_comment_above_the_line(comment: str) -> None:
    assert INDEX not in shown({"main.tf": local(comment)}, INDEX)


def test_a_comment_at_the_end_of_the_line() -> None:
    assert indexes(local("", end=f" # terrapants:ignore {INDEX}")) == []


def test_only_the_line_below() -> None:
    text = f"locals {{\n  # terrapants:ignore {INDEX}\n  a = var.name.0\n  b = var.name.0\n}}\n"
    assert indexes(text) == ["4"]


def test_only_the_rule_that_is_named() -> None:
    text = local("# terrapants:ignore terraform-naming")
    assert indexes(text) == ["2 terraform-unused-suppression", "3"]


def test_several_comments_above_one_line() -> None:
    text = (
        "# terrapants:ignore terraform-unused-declaration not yet\n"
        "# terrapants:ignore terraform-variable-type\n"
        'variable "a" {}\n'
    )
    found = [each.rule for each in findings({"a.tf": text})]
    assert found == ["terraform-variable-description"]


def test_the_beginning_of_the_file_stands_for_the_file() -> None:
    text = "# A module.\n# terrapants:ignore terraform-standard-files no outputs\n\nlocals {}\n"
    changes = {"main.tf": text + 'resource "aws_x" "y" {}\n', "outputs.tf": None}
    assert findings(changes, "terraform-standard-files") == ()
    assert findings(changes, "terraform-unused-suppression") == ()
    below = {"main.tf": 'resource "aws_x" "y" {}\n' + text, "outputs.tf": None}
    assert len(findings(below, "terraform-standard-files")) == 1
    assert len(findings(below, "terraform-unused-suppression")) == 1


def test_a_suppression_that_suppresses_nothing() -> None:
    changes = {"main.tf": "# terrapants:ignore terraform-naming old\nlocals {}\n"}
    assert shown(changes, "terraform-unused-suppression") == (
        'infra/m/main.tf:1:1: warning: nothing below breaks the rule "terraform-naming": delete '
        "this suppression [terraform-unused-suppression]\n"
        "    # terrapants:ignore terraform-naming old"
    )


def test_a_suppression_of_a_rule_that_is_off_is_not_unused() -> None:
    settings = RuleSettings(FrozenDict({INDEX: "off"}))
    changes = {"main.tf": local(f"# terrapants:ignore {INDEX}")}
    assert findings(changes, "terraform-unused-suppression", settings=settings) == ()


@pytest.mark.parametrize(
    ("comment", "message"),
    [
        (
            "# terrapants:ignore terraform-nameing",
            'unknown rule ID "terraform-nameing": did you mean "terraform-naming"?',
        ),
        (
            f"# terrapants:ignore {INDEX}, because of that",
            'unknown rule ID "because": `@pants help terraform-rules` lists all rules',
        ),
        ("# terrapants:ignore", "terrapants:ignore names no rule"),
        ("# terrapants:ignore , x", "terrapants:ignore names no rule"),
        (
            "# terrapants:skip terraform-naming",
            'unknown comment "terrapants:skip": write terrapants:ignore',
        ),
        (
            "# terrapants:ignore terraform-rule-setting",
            'the rule "terraform-rule-setting" cannot be switched off',
        ),
    ],
)
def test_a_comment_that_is_wrong(comment: str, message: str) -> None:
    (found,) = findings({"main.tf": local(comment)}, "terraform-rule-setting")
    # Its name follows from the options of a test that ran before in the same process.
    assert found.message == message.replace("@pants", bin_name())
    assert found.position == "infra/m/main.tf:2:3"


def test_in_a_test_file() -> None:
    text = (
        "# terrapants:ignore terraform-local-module made by a step before\n"
        'run "a" {\n  module {\n    source = "./generated"\n  }\n}\n'
    )
    assert shown({"tests/a.tftest.hcl": text}) == ""
    moved = {"tests/a.tftest.hcl": text.replace("./generated", "acme/m/aws")}
    (found,) = findings(moved)
    assert (found.position, found.rule) == (
        "infra/m/tests/a.tftest.hcl:1:1",
        "terraform-unused-suppression",
    )


TFLINT = "tflint-ignore: terraform_deprecated_index"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (f"locals {{\n  # {TFLINT}\n  a = var.name.0\n  b = var.name.0\n}}\n", ["4"]),
        (f"locals {{\n  a = var.name.0 // {TFLINT}\n}}\n", []),
        (f"locals {{\n  /* {TFLINT} */\n  a = var.name.0\n}}\n", []),
        (f"locals {{\n  # {TFLINT}, aws_x\n\n  a = var.name.0\n}}\n", ["4"]),
        ("locals {\n  # tflint-ignore: all\n  a = var.name.0\n}\n", []),
        ("locals {\n  # tflint-ignore: terraform_naming\n  a = var.name.0\n}\n", ["3"]),
        (f"# {TFLINT.replace(':', '-file:')}\nlocals {{\n\n  a = var.name.0\n}}\n", []),
        (f"\n# {TFLINT.replace(':', '-file:')}\nlocals {{\n  a = var.name.0\n}}\n", ["4"]),
        # Nothing is said of one that suppresses nothing: it may be for a rule of tflint's alone.
        (f"# {TFLINT}\nlocals {{}}\n", []),
    ],
)
def test_comments_of_tflint(text: str, lines: list[str]) -> None:
    assert indexes(text) == lines


def test_a_comment_of_tflint_in_json_syntax() -> None:
    text = '{"//": "tflint-ignore-file: terraform_typed_variables", "variable": {"x": {}}}'
    found = findings({"a.tf.json": text, "b.tf.json": '{"variable": {"y": {}}}'})
    assert [each.path for each in found if each.rule == "terraform-variable-type"] == [
        "infra/m/b.tf.json"
    ]


@pytest.mark.parametrize(
    "text",
    [
        f'locals {{\n  a = "# terrapants:ignore {INDEX}"\n  b = var.name.0\n}}\n',
        f"locals {{\n  # see terrapants:ignore {INDEX}\n  b = var.name.0\n}}\n",
    ],
)
def test_what_is_no_comment_of_ours(text: str) -> None:
    assert indexes(text) == ["3"]
