from __future__ import annotations

from typing import Any

import pytest

from terrapants.deploying.planned_values import PlannedResource, planned_values
from terrapants.deploying.policies.evaluation import apply_policies
from terrapants.deploying.policies.policy import (
    AllowedRegions,
    AllowedTypes,
    Demand,
    DeniedTypes,
    ForbiddenActions,
    MaxResources,
    Policy,
    PolicyException,
    RequiredAttributes,
    RequiredTags,
    WhenUnknown,
)
from terrapants.deploying.policies.testutil import plan, resource
from terrapants.deploying.testutil import recorded_aws_plan
from terrapants.findings.finding import Finding, render

KEEP = ForbiddenActions(("delete", "replace"))
OWNER = RequiredTags((("Owner", ()),))
EUROPE = AllowedRegions(("eu-*",))
STAGE = RequiredTags((("Stage", ("dev", "pro*")),))


def policy(demand: Demand, **others: Any) -> Policy:
    return Policy("p", "Mind it.", demand, path="policies.yaml", line=7, **others)


def findings(demand: Demand, *resources: PlannedResource, **others: Any) -> tuple[Finding, ...]:
    (result,) = apply_policies([policy(demand, **others)], plan(*resources))
    return result.findings


def said(demand: Demand, *resources: PlannedResource, **others: Any) -> list[str]:
    return [
        f"{each.severity.value}: {each.message.replace(' Mind it.', '')}"
        for each in findings(demand, *resources, **others)
    ]


def test_what_must_not_be_destroyed() -> None:
    keys = (resource("aws_kms_key.main", "delete"), resource("aws_kms_key.other", "update"))
    (found,) = findings(KEEP, *keys)
    assert render([found]) == (
        "live/main.tf:2: error: aws_kms_key.main is destroyed. Mind it. [p]\n"
        "  Deployment live:deploy (prod); policy in policies.yaml:7."
    )


def test_what_happens_besides() -> None:
    demand = ForbiddenActions(("move", "import", "replace"))
    assert said(
        demand,
        resource("aws_x.a", "update", is_moved=True),
        resource("aws_x.b", "import", is_imported=True),
        resource("aws_x.c", "update", is_imported=True),
        resource("aws_x.d", "update"),
        resource("aws_x.e", "defer"),
    ) == [
        "error: aws_x.a moves.",
        "error: aws_x.b is imported.",
        "error: aws_x.c is imported.",
        "warning: aws_x.e is deferred: what happens to it is not known.",
    ]


def test_what_is_no_longer_in_the_code() -> None:
    (found,) = findings(KEEP, resource("aws_kms_key.gone", "delete"))
    assert (found.path, found.line) == ("", 0)
    assert found.detail.endswith("The resource is no longer in the code.")


def test_types_and_environments() -> None:
    key = resource("aws_kms_key.main", "replace")
    assert said(KEEP, key, resources=("aws_kms_*",)) == [
        "error: aws_kms_key.main is destroyed and created again."
    ]
    assert said(KEEP, key, resources=("aws_s3_*",)) == []
    assert said(KEEP, key, environments=("dev", "pro*"))
    assert said(KEEP, key, environments=("dev",)) == []


@pytest.mark.parametrize(
    "address", ["aws_x.a", 'aws_x.a["k"]', "aws_x.*", 'aws_x.a["*"]', "module.*"]
)
def test_exceptions(address: str) -> None:
    exception = (PolicyException(address, "for good reasons"),)
    excepted = 'module.m["x"].aws_x.a' if address == "module.*" else 'aws_x.a["k"]'
    resources = (resource(excepted, "delete"), resource("aws_y.b", "delete"))
    assert said(KEEP, *resources, exceptions=exception) == ["error: aws_y.b is destroyed."]


def test_tags() -> None:
    assert said(
        OWNER,
        resource("aws_x.a", after={"tags": {"Owner": "me"}, "tags_all": {"Owner": "me"}}),
        resource("aws_x.b", after={"tags": None, "tags_all": {"Owner": "default"}}),
        resource("aws_x.c", after={"tags": None, "tags_all": {}}),
        resource("aws_x.d", after={"no": "tags"}),
        resource("aws_x.e", "delete", before={"tags": {}}),
        resource("google_x.f", after={"labels": {"other": "x"}}),
    ) == ["error: aws_x.c has no tag Owner.", "error: google_x.f has no tag Owner."]


def test_values_of_tags() -> None:
    assert said(
        STAGE,
        resource("aws_x.a", after={"tags": {"Stage": "prod"}}),
        resource("aws_x.b", after={"tags": {"Stage": "test"}}),
    ) == ["error: aws_x.b has the tag Stage with the value test; allowed is dev or pro*."]


@pytest.mark.parametrize(
    ("demand", "after", "unknown", "text"),
    [
        (OWNER, {"tags": None}, {"tags_all": True}, "may or may not have the tag Owner"),
        (STAGE, {"tags": {}}, {"tags": {"Stage": True}}, "may or may not have the tag Stage"),
        (
            STAGE,
            {"tags": {"Stage": "(sensitive)"}},
            {},
            "has a tag Stage whose value is sensitive",
        ),
        (
            AllowedRegions(("eu",)),
            {"region": None},
            {"region": True},
            "is in a region that is not known",
        ),
        (AllowedRegions(("eu",)), {}, {}, "is in a region that is not known"),
        (
            RequiredAttributes((("a.b", ("x",)),)),
            {"a": {}},
            {"a": {"b": True}},
            "has an attribute a.b that is known after apply",
        ),
        (
            RequiredAttributes((("a", ("x",)),)),
            {"a": "x(sensitive)"},
            {},
            "has an attribute a that is sensitive",
        ),
    ],
)
def test_what_is_not_known(demand: Demand, after: Any, unknown: Any, text: str) -> None:
    here = resource("aws_x.a", "create", after, unknown=unknown)
    assert said(demand, here) == [f"warning: aws_x.a {text}."]
    assert said(demand, here, unknown=WhenUnknown.FAIL) == [f"error: aws_x.a {text}."]
    assert said(demand, here, unknown=WhenUnknown.PASS) == []


def test_a_tag_whose_value_is_not_known_is_there() -> None:
    here = resource("aws_x.a", "create", {"tags": {}}, unknown={"tags": {"Owner": True}})
    assert said(OWNER, here) == []


def test_regions() -> None:
    assert said(
        AllowedRegions(("eu-*", "us-east-1")),
        resource("aws_x.a", after={"region": "eu-west-1"}),
        resource("aws_x.b", after={"region": "us-west-2"}),
        resource("aws_x.c", after={}, provider_region="ap-south-1"),
        resource("google_x.d", after={"location": "us-east-1"}, provider="x/y/google"),
        resource("random_x.e", after={}, provider="registry.terraform.io/hashicorp/random"),
        resource("aws_x.f", "delete", before={"region": "us-west-2"}),
    ) == [
        "error: aws_x.b is in us-west-2; allowed is eu-* or us-east-1.",
        "error: aws_x.c is in ap-south-1; allowed is eu-* or us-east-1.",
    ]


def test_allowed_and_denied_types() -> None:
    here = (resource("aws_x.a", "create"), resource("aws_y.b"))
    assert said(AllowedTypes(("aws_y", "aws_z")), *here) == [
        "error: aws_x.a is of the type aws_x, which is not among those allowed."
    ]
    assert said(DeniedTypes(("*_y",)), *here) == [
        "error: aws_y.b is of the type aws_y, which is not allowed."
    ]


def test_a_ceiling() -> None:
    here = (resource("aws_x.a", "create"), resource("aws_x.b"), resource("aws_x.c", "delete"))
    assert said(MaxResources(2), *here) == []
    (found,) = findings(MaxResources(1), *here)
    assert found.message == "There would be 2 resources; at most 1 are allowed. Mind it."
    assert (found.path, found.line) == ("policies.yaml", 7)
    assert said(MaxResources(2), *here, resource("aws_x.d", "defer")) == [
        (
            "warning: There would be 2 resources, and more once what is deferred is known; at most "
            "2 are allowed."
        )
    ]


def test_attributes() -> None:
    demand = RequiredAttributes((("rules[0].encrypted", ("true",)), ("name", ())))
    assert said(
        demand,
        resource("aws_x.a", after={"rules": [{"encrypted": True}], "name": "x"}),
        resource("aws_x.b", after={"rules": [{"encrypted": False}], "name": "x"}),
        resource("aws_x.c", after={"rules": [], "name": None}),
    ) == [
        "error: aws_x.b has rules[0].encrypted = false; allowed is true.",
        "error: aws_x.c has no rules[0].encrypted.",
        "error: aws_x.c has no name.",
    ]


def test_a_recorded_plan_for_aws() -> None:
    resources = planned_values(recorded_aws_plan()).resources
    assert said(OWNER, *resources) == []
    assert said(STAGE, *resources) == [
        "error: aws_db_instance.a has no tag Stage.",
        "error: aws_iam_policy.a has no tag Stage.",
    ]
    assert said(EUROPE, *resources) == []
    assert len(said(AllowedRegions(("us-*",)), *resources)) == 4
    assert said(RequiredAttributes((("publicly_accessible", ("false",)),)), resources[0]) == []
    assert said(RequiredAttributes((("kms_key_id", ()),)), resources[0]) == [
        "warning: aws_db_instance.a has an attribute kms_key_id that is known after apply."
    ]
