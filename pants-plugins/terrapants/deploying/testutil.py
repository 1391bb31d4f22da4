"""Plans, real and made up."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from terrapants.deploying.plan_json import planned_changes
from terrapants.deploying.planned_changes import PlannedChanges, ResourceChange
from terrapants.testutil.terraform_rule_runner import terraform_on_path

# What a variable marked as sensitive had before, and what the plan gives it.
OLD_SECRET = "hunter2-very-secret"  # noqa: S105
NEW_SECRET = "other-secret-pw"  # noqa: S105
HOSTILE = "\x1b[31mred\x1b[0m ```\n</details><script>alert(1)</script> | @team \u202e"


def recorded_plan() -> dict[str, Any]:
    """What Terraform 1.11.4 said of a plan with a change of each kind."""
    return _recorded("plan")


def _recorded(name: str) -> dict[str, Any]:
    text = (Path(__file__).parent / f"testdata/{name}.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def recorded_aws_plan() -> dict[str, Any]:
    """What Terraform 1.11.4 said of a plan that creates four resources of AWS, one of which has a
    write-only attribute, and another a password."""
    return _recorded("aws_plan")


def document(*changes: Mapping[str, Any], **others: Any) -> dict[str, Any]:
    """A plan in Terraform's JSON format."""
    return {"format_version": "1.2", "resource_changes": list(changes), **others}


def change(
    before: Any,
    after: Any,
    *actions: str,
    address: str = "aws_thing.a",
    **others: Any,
) -> dict[str, Any]:
    """An entry of `resource_changes`; an update unless told otherwise.

    :param others: fields of its `change`.
    """
    return {
        "address": address,
        "mode": "managed",
        "type": "aws_thing",
        "name": "a",
        "provider_name": "registry.terraform.io/hashicorp/aws",
        "change": {
            "actions": list(actions or ("update",)),
            "before": before,
            "after": after,
            **others,
        },
    }


def planned(*changes: Mapping[str, Any], hidden: tuple[str, ...] = ()) -> PlannedChanges:
    return planned_changes(document(*changes), hidden)


def only_change(raw: Mapping[str, Any], hidden: tuple[str, ...] = ()) -> ResourceChange:
    (only,) = planned(raw, hidden=hidden).changes
    return only


def terraform(directory: Path, *arguments: str) -> str:
    """What a real Terraform writes."""
    return subprocess.run(
        (terraform_on_path().path, *arguments),
        cwd=directory,
        env={"CHECKPOINT_DISABLE": "1", "HOME": str(directory)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=True,
        text=True,
    ).stdout
