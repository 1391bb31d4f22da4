from __future__ import annotations

import json

from terrapants.deploying.plan_json import planned_changes
from terrapants.deploying.plan_report import report
from terrapants.deploying.planned_changes import DeploymentPlan, PlannedChanges
from terrapants.deploying.testutil import planned, recorded_plan


def test_the_document() -> None:
    found = planned_changes(recorded_plan())
    text = report(
        [
            DeploymentPlan("a:a", "dev", found),
            DeploymentPlan("b:b", planned=planned()),
            DeploymentPlan("c:c", error="Error: ü"),
        ]
    )
    document = json.loads(text)
    assert document["schema_version"] == 1
    first, second, third = document["deployments"]
    assert (first["address"], first["environment"], first["result"]) == ("a:a", "dev", "changes")
    assert first["counts"]["replace"] == 2
    assert PlannedChanges.from_json(first["plan"]) == found
    assert (second["result"], second["counts"]["add"]) == ("no_changes", 0)
    assert third == {
        "address": "c:c",
        "environment": "",
        "result": "error",
        "error": "Error: ü",
        "counts": None,
        "plan": None,
    }
    assert "ü" in text
    assert text.endswith("}\n")
