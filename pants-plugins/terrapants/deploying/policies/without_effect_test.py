from __future__ import annotations

from terrapants.deploying.policies.evaluation import apply_policies
from terrapants.deploying.policies.policy import ForbiddenActions, Policy, PolicyException
from terrapants.deploying.policies.testutil import plan, resource
from terrapants.deploying.policies.without_effect import policies_without_effect
from terrapants.findings.finding import Severity

KEEP = ForbiddenActions(("delete", "replace"))


def test_policies_that_checked_nothing() -> None:
    policies = [
        Policy("used", "", KEEP, path="p.yaml", line=1),
        Policy("other-type", "", KEEP, resources=("aws_vpc", "aws_eip"), path="p.yaml", line=2),
        Policy("other-environment", "", KEEP, environments=("prd",), path="p.yaml", line=3),
    ]
    here = plan(resource("aws_x.a"))
    found = policies_without_effect(policies, apply_policies(policies, here), ["prod"])
    assert [(each.severity, each.position, each.message) for each in found] == [
        (
            Severity.NOTE,
            "p.yaml:2",
            "This policy checked nothing: no plan has a resource of the type aws_vpc or aws_eip.",
        ),
        (
            Severity.NOTE,
            "p.yaml:3",
            (
                "This policy checked nothing: it is for prd, and no deployment is. Did you mean "
                "prod?"
            ),
        ),
    ]


def test_a_policy_that_excepts_everything_did_match() -> None:
    only = Policy("p", "", KEEP, exceptions=(PolicyException("*", "x"),))
    results = apply_policies([only], plan(resource("aws_x.a", "delete")))
    assert policies_without_effect([only], results, ["prod"]) == ()


def test_a_policy_for_an_environment_that_was_not_planned_is_not_reported() -> None:
    only = Policy("p", "", KEEP, environments=("live*",))
    results = apply_policies([only], plan(resource("aws_x.a")))
    assert results[0].applied is False
    assert policies_without_effect([only], results, ["prod", "live-eu"]) == ()
    (note,) = policies_without_effect([only], results, ["prod"])
    assert note.message == ("This policy checked nothing: it is for live*, and no deployment is.")
