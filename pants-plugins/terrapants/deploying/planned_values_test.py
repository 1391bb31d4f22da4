from __future__ import annotations

import json
from typing import Any

from terrapants.deploying.planned_values import PlannedValues, planned_values
from terrapants.deploying.testutil import (
    NEW_SECRET,
    OLD_SECRET,
    change,
    document,
    recorded_aws_plan,
    recorded_plan,
)


def values(*changes: Any, **others: Any) -> PlannedValues:
    return planned_values(document(*changes, **others))


def test_nothing_secret_is_in_them() -> None:
    found = planned_values(recorded_plan())
    plain = json.dumps(found.to_json())
    assert OLD_SECRET not in plain
    assert NEW_SECRET not in plain
    assert PlannedValues.from_json(json.loads(plain)) == found
    (secret,) = (each for each in found.resources if each.address == "terraform_data.secret")
    assert secret.after is not None
    assert secret.after["input"] == {
        "list": [1, {"p": "(sensitive)", "q": 3}],
        "password": "(sensitive)",
        "user": "joe",
    }
    assert secret.unknown["output"] is True


def test_resources_with_nothing_to_do_are_there() -> None:
    (found,) = values(change({"a": 1}, {"a": 1}, "no-op")).resources
    assert (found.action, found.before, found.after) == ("none", {"a": 1}, {"a": 1})


def test_deferred_resources() -> None:
    deferred = {"reason": "absent_prereq", "resource_change": change(None, {"a": 1}, "create")}
    (found,) = values(deferred_changes=[deferred]).resources
    assert found.action == "defer"


def configuration(provider: dict[str, Any]) -> dict[str, Any]:
    leaf = {"address": "aws_thing.a", "provider_config_key": "module.m:aws"}
    return {
        "provider_config": {"module.m:aws": {"name": "aws", **provider}},
        "root_module": {"module_calls": {"m": {"module": {"resources": [leaf]}}}},
    }


def region(provider: dict[str, Any], after: dict[str, Any], **others: Any) -> str | None:
    (found,) = values(
        change(None, after, "create", address='module.m["x.y"].aws_thing.a[0]', **others),
        configuration=configuration(provider),
        variables={"region": {"value": "eu-central-1"}},
    ).resources
    assert found.is_regional
    return found.region


def test_the_region_of_a_provider() -> None:
    literal = {"expressions": {"region": {"constant_value": "eu-west-1"}}}
    variable = {"expressions": {"region": {"references": ["var.region"]}}}
    assert region(literal, {}) == "eu-west-1"
    assert region(variable, {}) == "eu-central-1"
    # A variable of another module is not known here.
    assert region({**variable, "module_address": "module.m"}, {}) is None
    assert region({"expressions": {"region": {"references": ["local.x"]}}}, {}) is None
    assert region({}, {}) is None


def test_an_attribute_wins() -> None:
    literal = {"expressions": {"region": {"constant_value": "eu-west-1"}}}
    assert region(literal, {"region": "us-east-1"}) == "us-east-1"
    assert region(literal, {"location": "europe"}) == "europe"
    assert region(literal, {}, after_unknown={"region": True}) is None


def test_what_is_in_no_region() -> None:
    raw = {**change(None, {}, "create"), "provider_name": "registry.terraform.io/hashicorp/random"}
    (found,) = values(raw).resources
    assert not found.is_regional


def test_a_recorded_plan_for_aws() -> None:
    found = {each.type: each for each in planned_values(recorded_aws_plan()).resources}
    assert {each.region for each in found.values()} == {"eu-central-1"}
    secret = found["aws_secretsmanager_secret"].after
    assert secret is not None
    assert secret["tags_all"] == {"Owner": "me", "Stage": "dev"}
    database = found["aws_db_instance"].after
    assert database is not None
    assert database["password"] == "(sensitive)"
    assert database["tags"] is None
    version = found["aws_secretsmanager_secret_version"].after
    assert version is not None
    assert version["secret_string_wo"] is None
