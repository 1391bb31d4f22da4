from __future__ import annotations

import json
from typing import Any

import pytest

from catalog import ACCOUNT, KEY_ARN
from values import POLICY, TIME, NoForm, defaults


def schema(**attributes: Any) -> dict[str, Any]:
    """Of computed attributes, unless they say something else."""
    return {
        "block": {
            "attributes": {
                name: {"type": "string", "computed": True, **each}
                for name, each in attributes.items()
            }
        }
    }


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("owner_id", ACCOUNT),
        ("policy", POLICY),
        ("redrive_policy", "{}"),
        ("kms_key_id", KEY_ARN),
        ("performance_insights_kms_key_id", KEY_ARN),
        ("created_at", TIME),
        ("creation_date", TIME),
        ("not_after", TIME),
    ],
)
def test_the_name_tells_the_form(name: str, value: str) -> None:
    assert defaults("aws_thing", schema(**{name: {}}), {}) == {name: value}


def test_the_policy_is_json() -> None:
    assert json.loads(POLICY) == {"Version": "2012-10-17", "Statement": []}


@pytest.mark.parametrize("name", ["id", "name", "deletion_date", "description"])
def test_other_strings_stay_random(name: str) -> None:
    assert defaults("aws_thing", schema(**{name: {}}), {}) == {}


def test_only_computed_attributes_that_are_in_use_have_values() -> None:
    attributes = schema(
        owner_id={"computed": False, "optional": True},
        created_at={"deprecated": True},
        valid_until={"type": "number"},
        policy={"optional": True},
    )
    assert defaults("aws_thing", attributes, {}) == {"policy": POLICY}


def test_the_catalogue_decides_first() -> None:
    attributes = schema(arn={}, policy={}, outpost_arn={}, names={"type": ["list", "string"]})
    known = {"arn": "arn:aws:x", "outpost_arn": None, "names": ["a"]}
    assert defaults("aws_thing", attributes, known) == {
        "arn": "arn:aws:x",
        "names": ["a"],
        "policy": POLICY,
    }


@pytest.mark.parametrize("name", ["arn", "execution_arn"])
def test_an_arn_of_unknown_form_is_an_error(name: str) -> None:
    with pytest.raises(NoForm, match=f"aws_thing: the catalogue does not say what '{name}'"):
        defaults("aws_thing", schema(**{name: {}}), {})


@pytest.mark.parametrize("attributes", [{}, {"url": {"computed": False}}])
def test_what_the_provider_does_not_compute_is_an_error(attributes: dict[str, Any]) -> None:
    with pytest.raises(NoForm, match="aws_thing: the provider computes no attribute 'url'"):
        defaults("aws_thing", schema(**attributes), {"url": "https://example.com"})
