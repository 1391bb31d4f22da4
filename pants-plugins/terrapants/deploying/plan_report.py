"""Plans as a JSON document.

Its fields:

- `schema_version`: 1. It grows when a field changes its meaning or goes; new fields may come at
  any time.
- `deployments`: a list, in the order in which they were planned. Each has
  - `address`, `environment` (may be empty),
  - `result`: `no_changes`, `changes` or `error`,
  - `error`: what went wrong, empty unless something did,
  - `counts`: `add`, `change`, `replace`, `destroy`, `imported`, `moved`, `forgotten`, `deferred`,
    `drifted`, `outputs`; null without a plan,
  - `plan`: the fields of `PlannedChanges` in planned_changes.py; null without a plan.

Values are text as a person reads it: strings in quotation marks, `(sensitive)` for what must not be
shown, `(known after apply)`, null for nothing. Long ones are shortened.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from terrapants.deploying.planned_changes import DeploymentPlan

SCHEMA_VERSION = 1


def report(plans: Iterable[DeploymentPlan]) -> str:
    """The document, with a line break at its end."""
    document = {"schema_version": SCHEMA_VERSION, "deployments": [_deployment(p) for p in plans]}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _deployment(plan: DeploymentPlan) -> dict[str, Any]:
    return {
        "address": plan.address,
        "environment": plan.environment,
        "result": result(plan),
        "error": plan.error,
        "counts": asdict(plan.planned.counts) if plan.planned is not None else None,
        "plan": plan.planned.to_json() if plan.planned is not None else None,
    }


def result(plan: DeploymentPlan) -> str:
    """`error`, `changes` or `no_changes`."""
    if plan.planned is None or plan.has_failed:
        return "error"
    return "changes" if plan.planned.applyable else "no_changes"
