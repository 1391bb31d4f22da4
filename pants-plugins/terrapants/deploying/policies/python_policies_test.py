from __future__ import annotations

import pytest

from terrapants.deploying.planned_values import PlannedResource
from terrapants.deploying.policies.policy import PolicyFileError
from terrapants.deploying.policies.python_policies import (
    apply_python_policies,
    read_python_policies,
)
from terrapants.deploying.policies.testutil import plan, resource
from terrapants.findings.finding import render

PRIVATE = '''
def check_buckets_are_private(resource):
    """Buckets are private."""
    if resource.type == "aws_s3_bucket" and resource.get("acl", "private") != "private":
        yield resource.error(f"This bucket is {resource.get('acl')}.")
'''


def said(text: str, *resources: PlannedResource) -> list[str]:
    policies = read_python_policies({"policies.py": text})
    results = apply_python_policies(policies, plan(*resources))
    return [
        f"{each.position} {each.severity.value} [{each.rule}] {each.message}"
        for result in results
        for each in result.findings
    ]


def test_a_function_for_each_resource() -> None:
    policies = read_python_policies({"policies.py": PRIVATE})
    here = plan(
        resource("aws_s3_bucket.logs", after={"acl": "public-read"}),
        resource("aws_s3_bucket.other", after={"acl": "private"}),
        resource("aws_s3_bucket.third", after={}),
    )
    (result,) = apply_python_policies(policies, here)
    assert (result.policy, result.matched) == ("buckets-are-private", 3)
    assert render(result.findings) == (
        "live/main.tf:5: error: aws_s3_bucket.logs: This bucket is public-read. "
        "[buckets-are-private]\n"
        "  Deployment live:deploy (prod); policy in policies.py:2."
    )


def test_a_function_for_the_plan() -> None:
    text = """
def check_small(plan):
    found = plan.resources("aws_*")
    if plan.environment == "prod" and len(found) > 1:
        yield plan.warning(f"{plan.deployment} has {len(found)}: {found[0].address}")
"""
    assert said(text, resource("aws_x.a"), resource("aws_x.b"), resource("b_x.c")) == [
        "policies.py:2 warning [small] live:deploy has 2: aws_x.a"
    ]


def test_a_function_with_both_that_returns_a_list() -> None:
    text = """
def check_both(resource, plan):
    return [resource.warning(f"{len(plan.resources())} {resource.action} {resource.region}")]
"""
    assert said(text, resource("aws_kms_key.main", "update", {"region": "eu"})) == [
        "live/main.tf:2 warning [both] aws_kms_key.main: 1 update eu"
    ]


def test_what_is_not_known() -> None:
    unknown = resource("aws_s3_bucket.logs", "create", {}, unknown={"acl": True})
    public = resource("aws_s3_bucket.other", "create", {"acl": "public-read"})
    told = "because aws_s3_bucket.logs: acl is known after apply."
    assert said(PRIVATE, unknown, public) == [
        (
            "live/main.tf:5 warning [buckets-are-private] aws_s3_bucket.logs: This could not be "
            f"checked, {told}"
        ),
        " error [buckets-are-private] aws_s3_bucket.other: This bucket is public-read.",
    ]
    assert " error " in said(f'UNKNOWN = "fail"\n{PRIVATE}', unknown)[0]
    assert said(f'UNKNOWN = "pass"\n{PRIVATE}', unknown) == []
    asked = PRIVATE.replace("if resource", 'if resource.is_known("acl") and resource')
    assert said(asked, unknown) == []


def test_what_is_not_known_in_a_function_for_the_plan() -> None:
    text = """
def check_all(plan):
    for each in plan.resources():
        each.get("acl")
"""
    (found,) = said(text, resource("aws_x.a", "create", {}, unknown={"acl": True}))
    assert found == (
        "policies.py:2 warning [all] This could not be checked, because aws_x.a: acl is known "
        "after apply, so that the rest of the plan is not checked."
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("def check_a(:", "policies.py:1: invalid syntax."),
        ("\nimport no_such_module", "policies.py:2: ModuleNotFoundError: No module named"),
        ("import sys\nsys.exit(3)", "policies.py:2: SystemExit: 3."),
        ("\neval('(')", "policies.py:2: SyntaxError: "),
        ("x = 1", "policies.py: There are no policies here: no function has a name that begins"),
        ("\0", "policies.py:1: source code string cannot contain null bytes."),
        (
            "def check_a(resources): pass",
            (
                "policies.py:1: check_a may have the parameters `plan` and `resource`, not "
                "resources. Did you mean resource?"
            ),
        ),
        ("def check_a(): pass", "but it has none."),
        ('UNKNOWN = "maybe"', "policies.py: UNKNOWN is 'maybe'; use one of fail, warn, pass."),
        (
            "def check_a(resource):\n    return resource.after['x']",
            "policies.py:2: check_a failed: KeyError: 'x'.",
        ),
        ("def check_a(plan):\n    return True", "policies.py:1: check_a failed: TypeError"),
        (
            "def check_a(plan):\n    yield 'bad'",
            (
                "policies.py:1: check_a has to yield what resource.error(…) or plan.error(…) "
                "returns, but it yields str."
            ),
        ),
    ],
)
def test_mistakes(text: str, message: str) -> None:
    with pytest.raises(PolicyFileError) as caught:
        said(text, resource("aws_x.a", after={}))
    assert message in str(caught.value)


def test_the_same_id_in_two_files() -> None:
    with pytest.raises(PolicyFileError, match=r"^b\.py:2: The ID buckets-are-private is already"):
        read_python_policies({"a.py": PRIVATE, "b.py": PRIVATE})
