from __future__ import annotations

import re
from dataclasses import replace

import pytest
from markdown_it import MarkdownIt

from terrapants.deploying.plan_json import planned_changes
from terrapants.deploying.plan_markdown import GITHUB_LIMIT, GITLAB_LIMIT, render_comment
from terrapants.deploying.planned_changes import DeploymentPlan
from terrapants.deploying.testutil import HOSTILE, change, document, planned, recorded_plan

CUT = "Not everything fits into this comment: some changes are left out."


def creating(address: str, number: int) -> DeploymentPlan:
    changes = (
        change(None, {"name": f"thing {n}"}, "create", address=f"aws_thing.a[{n}]")
        for n in range(number)
    )
    return DeploymentPlan(address, "dev", planned(*changes))


def assert_whole(comment: str) -> None:
    """Every block is closed, and nothing but the blocks is HTML."""
    tokens = MarkdownIt("commonmark").enable("table").parse(comment)
    blocks = [token.content.strip() for token in tokens if token.type == "html_block"]
    assert blocks.pop(0) == "<!-- terrapants: plans -->"
    assert [block.startswith("<details>") for block in blocks] == [True, False] * (len(blocks) // 2)
    assert set(blocks[1::2]) <= {"</details>"}
    fences = [token for token in tokens if token.type == "fence"]
    assert len(fences) == len(blocks) // 2
    inline = [child for token in tokens for child in token.children or () if token.type == "inline"]
    html = {child.content for child in inline if child.type == "html_inline"}
    assert html <= {"<code>", "</code>"}


def test_the_table_and_a_block() -> None:
    plans = [
        creating("environments/dev:deploy", 1),
        DeploymentPlan("environments/prod:deploy", "prod", planned()),
        DeploymentPlan("environments/test:deploy", "test", error="Error: no credentials"),
    ]
    comment = render_comment(plans)
    assert comment == (
        """\
<!-- terrapants: plans -->
### Terraform plans

3 deployments: 1 with changes, 1 without, **1 failed**.

| Deployment | Environment | Add | Change | Replace | Destroy | Also |
| --- | --- | ---: | ---: | ---: | ---: | --- |
| <code>environments/test&#58;deploy</code> | test |  |  |  |  | **failed** |
| <code>environments/dev&#58;deploy</code> | dev | **1** | 0 | 0 | 0 |  |
| <code>environments/prod&#58;deploy</code> | prod | 0 | 0 | 0 | 0 |  |

<details><summary><code>environments/dev&#58;deploy</code>: 1 to add&#44; 0 to change&#44; 0 to \
replace&#44; 0 to destroy</summary>

```diff
+ aws_thing.a[0]
      name: "thing 0"
```

</details>

<details><summary><code>environments/test&#58;deploy</code>: planning failed</summary>

```diff
Error: no credentials
```

</details>
"""
    )
    assert_whole(comment)


def test_the_signs_that_a_diff_colors() -> None:
    plan = DeploymentPlan("a:a", planned=planned_changes(recorded_plan()))
    lines = render_comment([plan]).splitlines()
    for line in (
        "! terraform_data.updated",
        "- terraform_data.going: destroyed, because it is not in the configuration",
        '+ terraform_data.keyed["neu \\"x"]',
    ):
        assert line in lines


def test_no_deployments() -> None:
    assert render_comment([]).endswith("0 deployments: 0 with changes, 0 without.\n")


def test_the_rarer_kinds_in_the_table() -> None:
    drifted = planned_changes(
        document(resource_drift=[change({"a": 1}, {"a": 2})], complete=False), only_refreshes=True
    )
    assert "| 0 | 1 drifted, not complete |" in render_comment(
        [DeploymentPlan("a:a", planned=drifted)]
    )


@pytest.mark.parametrize("limit", [GITHUB_LIMIT, 5_000, 2_500])
def test_a_comment_that_is_cut(limit: int) -> None:
    plans = [creating("big:big", 2000), creating("small:small", 2), creating("large:large", 1500)]
    comment = render_comment(plans, limit, "https://ci.example.com/runs/1 (2)?a=<b>")
    assert limit * 0.7 < len(comment) <= limit
    assert_whole(comment)
    assert comment.endswith(
        f"\n{CUT} [The whole report](https://ci.example.com/runs/1%20%282%29?a=%3Cb%3E) has "
        "everything.\n"
    )
    # What is short is whole.
    assert re.search(r"small.*\n\n```diff\n.*\n.*\n.*\n.*thing 1\"\n```", comment)
    assert len(re.findall(r"^… and \d+ more$", comment, re.MULTILINE)) == 2


def test_a_limit_that_is_large_enough() -> None:
    comment = render_comment([creating("big:big", 5000)], GITLAB_LIMIT)
    assert len(comment) > GITHUB_LIMIT
    assert "thing 4999" in comment
    assert CUT not in comment


def test_more_deployments_than_fit() -> None:
    same = creating("", 3)
    plans = [replace(same, address=f"environments/number-{n}:deploy") for n in range(3000)]
    plans.append(DeploymentPlan("the:last", error="Error: x"))
    comment = render_comment(plans)
    assert len(comment) <= GITHUB_LIMIT
    assert_whole(comment)
    assert "3001 deployments: 3000 with changes, 0 without, **1 failed**." in comment
    assert re.search(r"\n… and \d+ more deployments\.\n", comment)
    # What failed is seen.
    assert "the&#58;last" in comment
    assert comment.endswith(f"{CUT}\n")


def test_an_error_of_one_very_long_line() -> None:
    comment = render_comment([DeploymentPlan("a:a", error=f"Error: {'x' * 100_000}")])
    assert len(comment) < 2000
    assert "(100007 characters)" in comment


def test_nothing_breaks_out_of_its_block() -> None:
    hostile = f"{HOSTILE} ````````` <!-- [a](javascript:x) **b** `c`"
    plan = planned_changes(
        document(change({"a": "x"}, {"a": hostile, hostile: 1}, address=f'x.y["{hostile}"]'))
    )
    comment = render_comment([DeploymentPlan(hostile, hostile, plan, hostile)])
    assert_whole(comment)
    outside = re.sub(r"^(`{3,})diff\n.*?^\1$", "", comment, flags=re.DOTALL | re.MULTILINE)
    assert "<script" not in outside
    assert "@team" not in outside
    assert comment.isprintable() or all(line.isprintable() for line in comment.split("\n"))
    assert len([line for line in comment.splitlines() if line.startswith("| ")]) == 3
