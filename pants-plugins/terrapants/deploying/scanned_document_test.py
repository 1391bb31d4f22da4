"""What scanners see of a plan."""

from __future__ import annotations

import json
from typing import Any

from terrapants.deploying.scanned_document import scanned_document
from terrapants.deploying.testutil import NEW_SECRET, OLD_SECRET, recorded_plan


def _plan(values: Any, sensitive: Any, **configuration: Any) -> dict[str, Any]:
    resource = {
        "address": 'module.a["x"].aws_thing.hunter2',
        "mode": "managed",
        "type": "aws_thing",
        "name": "hunter2",
        "values": values,
        "sensitive_values": sensitive,
    }
    return {
        "format_version": "1.2",
        "timestamp": "2026-01-01T00:00:00Z",
        "planned_values": {
            "outputs": {"secret": {"value": "an-output", "sensitive": False}},
            "root_module": {
                "child_modules": [{"address": 'module.a["x"]', "resources": [resource]}]
            },
        },
        "configuration": {
            "root_module": {
                "variables": {"pin": {"default": "a-default", "sensitive": True}},
                "resources": [
                    {
                        "address": "aws_thing.hunter2",
                        "expressions": {"note": {"constant_value": "hunter2 is here"}},
                    }
                ],
                **configuration,
            }
        },
    }


def _values(plan: dict[str, Any]) -> Any:
    (module,) = json.loads(scanned_document(plan))["planned_values"]["root_module"]["child_modules"]
    (resource,) = module["resources"]
    assert resource["address"] == 'module.a["x"].aws_thing.hunter2'
    return resource["values"]


def test_sensitive_values_keep_their_shape() -> None:
    values = {
        "password": "hunter2",
        "port": 5432,
        "rules": [{"key": "k-secret", "open": True}],
        "tags": {"secret-key": "v-secret"},
        "name": "plain",
    }
    sensitive = {"password": True, "port": True, "rules": True, "tags": True}
    assert _values(_plan(values, sensitive)) == {
        "password": "(sensitive)",
        "port": None,
        "rules": [{}],
        "tags": {},
        "name": "plain",
    }


def test_a_secret_is_hidden_wherever_it_stands() -> None:
    text = scanned_document(_plan({"password": "hunter2"}, {"password": True}))
    (resource,) = json.loads(text)["configuration"]["root_module"]["resources"]
    # The name of a resource is in the code.
    assert resource["address"] == "aws_thing.hunter2"
    assert resource["expressions"]["note"]["constant_value"] == "(sensitive) is here"
    assert "a-default" not in text
    assert "an-output" not in text


def test_a_real_plan_has_no_secrets_left_and_is_the_same_each_time() -> None:
    plan = recorded_plan()
    text = scanned_document(plan)
    assert OLD_SECRET not in text
    assert NEW_SECRET not in text
    assert scanned_document({**plan, "timestamp": "later", "prior_state": {}}) == text
    assert len(json.loads(text)["resource_changes"]) == len(plan["resource_changes"])
