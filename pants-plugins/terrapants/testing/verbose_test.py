from __future__ import annotations

from typing import Any

import pytest

from terrapants.testing.verbose import render_values

# Written by Terraform 1.11.4, without schemas and without what is not read.
PLAN: dict[str, Any] = {
    "plan_format_version": "1.2",
    "output_changes": {
        "id": {
            "actions": ["create"],
            "before": None,
            "after": "good-name",
            "after_unknown": False,
            "after_sensitive": False,
        }
    },
    "resource_changes": [
        {
            "address": "aws_s3_bucket.this",
            "change": {
                "actions": ["create"],
                "before": None,
                "after": {
                    "bucket": "good-name",
                    "cors_rule": [],
                    "force_destroy": None,
                    "tags": None,
                },
                "after_unknown": {"arn": True, "cors_rule": [], "id": True},
                "after_sensitive": {"cors_rule": [], "tags_all": {}},
            },
        }
    ],
}
STATE: dict[str, Any] = {
    "state_format_version": "1.0",
    "root_module": {
        "resources": [
            {
                "address": 'terraform_data.x["a"]',
                "values": {
                    "id": "f84f5d29",
                    "input": {"k": "hunter22", "n": "a"},
                    "triggers_replace": None,
                },
                "sensitive_values": {"input": {"k": True}, "output": {}},
            }
        ],
        "child_modules": [
            {
                "address": "module.kms",
                "resources": [
                    {
                        "address": "module.kms.aws_kms_key.this",
                        "values": {"enable_key_rotation": True},
                        "sensitive_values": {},
                    }
                ],
            }
        ],
    },
    "outputs": {
        "id": {"sensitive": False, "value": "f84f5d29", "type": "string"},
        "s": {"sensitive": True, "value": "hunter22", "type": "string"},
        "nothing": {"sensitive": False, "value": None},
    },
}


def plan(actions: list[str], after: Any = None, sensitive: Any = False) -> str:
    change = {"actions": actions, "after": after, "after_sensitive": sensitive}
    return render_values({"resource_changes": [{"address": "a.b", "change": change}]})


def test_a_plan_shows_what_is_set() -> None:
    assert render_values(PLAN).splitlines() == [
        "+ aws_s3_bucket.this",
        '      bucket = "good-name"',
        '  output.id = "good-name"',
    ]


def test_a_state_shows_modules_and_outputs_and_hides_what_is_sensitive() -> None:
    assert render_values(STATE).splitlines() == [
        '  terraform_data.x["a"]',
        '      id = "f84f5d29"',
        "      input = (sensitive value)",
        "  module.kms.aws_kms_key.this",
        "      enable_key_rotation = true",
        '  output.id = "f84f5d29"',
        "  output.s = (sensitive value)",
    ]


@pytest.mark.parametrize(
    ("actions", "sigil"),
    [
        (["create"], "+"),
        (["delete"], "-"),
        (["update"], "~"),
        (["delete", "create"], "-+"),
        (["read"], "<="),
        (["no-op"], " "),
        (["forget"], "?"),
    ],
)
def test_each_action_has_its_sigil(actions: list[str], sigil: str) -> None:
    assert plan(actions) == f"{sigil} a.b"


@pytest.mark.parametrize(
    "sensitive", [True, {"v": True}, {"v": {"deep": [{"x": True}]}}, {"v": [False, True]}]
)
def test_a_value_is_hidden_where_any_part_is_sensitive(sensitive: Any) -> None:
    assert plan(["create"], {"v": "hunter22"}, sensitive).splitlines()[1:] == [
        "      v = (sensitive value)"
    ]


@pytest.mark.parametrize("sensitive", [False, None, {}, {"v": False}, {"w": True}, {"v": [{}]}])
def test_a_value_is_shown_where_no_part_is_sensitive(sensitive: Any) -> None:
    assert plan(["create"], {"v": "plain"}, sensitive).endswith('v = "plain"')


def test_a_sensitive_planned_output_is_hidden() -> None:
    changes = {"s": {"actions": ["create"], "after": "hunter22", "after_sensitive": True}}
    assert render_values({"output_changes": changes}) == "  output.s = (sensitive value)"


def test_false_and_0_are_values() -> None:
    text = plan(["create"], {"off": False, "none": 0, "gone": None, "list": [], "map": {}, "s": ""})
    assert text.splitlines()[1:] == ["      off = false", "      none = 0"]


def test_text_beyond_ascii_is_shown_as_it_is() -> None:
    assert plan(["create"], {"v": "größe"}).endswith('v = "größe"')


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"resource_changes": None, "output_changes": None},
        {"root_module": None, "outputs": None},
        {"root_module": {"resources": None, "child_modules": None}},
    ],
)
def test_nothing_to_show(content: dict[str, Any]) -> None:
    assert render_values(content) == ""


def test_a_destroyed_resource_has_no_values() -> None:
    assert plan(["delete"], None, None) == "- a.b"


def test_values_are_hidden_and_names_are_not() -> None:
    change = {"actions": ["create"], "after": {"prod": "prod", "tags": {"prod": "x"}}}
    content = {"resource_changes": [{"address": 'a.prod["prod"]', "change": change}]}
    assert render_values(content, lambda text: text.replace("prod", "(hidden)")).splitlines() == [
        '+ a.prod["(hidden)"]',
        '      prod = "(hidden)"',
        '      tags = {"(hidden)": "x"}',
    ]
