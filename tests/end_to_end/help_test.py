"""`./pants help` of everything that the plugins add: one field without help fails all of it."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest

from end_to_end.checkout import Checkout

OURS = ("terrapants.", "repository_files", "ruff")


@pytest.fixture(scope="module")
def everything(checkout: Checkout) -> dict[str, Any]:
    found = checkout.pants("help-all")
    assert found.exit_code == 0, found.stderr
    return dict(json.loads(found.stdout))


def test_everything_of_ours_has_help(everything: dict[str, Any]) -> None:
    targets = {
        name: target
        for name, target in everything["name_to_target_type_info"].items()
        if target["provider"].startswith(OURS)
    }
    described = {
        **everything["name_to_backend_help_info"],
        **everything["name_to_goal_info"],
        **everything["scope_to_help_info"],
        **everything["name_to_target_type_info"],
    }
    assert {"terraform_test", "terraform_module_readme", "repository_files"} <= targets.keys()
    assert {"tf-test", "module-readme", "terrapants.security", *targets} <= described.keys()
    texts = {
        name: each["description"]
        for name, each in described.items()
        if (each.get("provider") or name).startswith(OURS) or name.startswith(OURS)
    }
    for scope, info in everything["scope_to_help_info"].items():
        for option in (*info["basic"], *info["advanced"]):
            if info["provider"].startswith(OURS):
                texts[f"{scope} {option['config_key']}"] = option["help"]
    for name, target in everything["name_to_target_type_info"].items():
        for field in target["fields"]:
            if name in targets or field["provider"].startswith(OURS):
                texts[f"{name} {field['alias']}"] = field["description"]
    assert [name for name, text in texts.items() if not (text or "").strip()] == []


def test_each_field_is_shown_once(everything: dict[str, Any]) -> None:
    for name, target in everything["name_to_target_type_info"].items():
        shown = Counter(field["alias"] for field in target["fields"])
        assert (name, [alias for alias, count in shown.items() if count > 1]) == (name, [])


@pytest.mark.parametrize(
    ("topic", "expected"),
    [
        ("targets", "terraform_module_index"),
        ("goals", "generate-module"),
        ("backends", "terrapants.readme"),
        ("terraform_files", "sources"),
        ("terraform_module_readme", "The README, which may not exist yet."),
        ("terraform_tests", "skip_terraform_test"),
        ("module-readme", "minimum-words"),
        ("tf-test", "Run Terraform tests."),
    ],
)
def test_help_of_one_thing(checkout: Checkout, topic: str, expected: str) -> None:
    shown = checkout.pants("help", topic)
    assert (shown.exit_code, shown.stderr.count("ERROR")) == (0, 0)
    assert expected in shown.stdout
