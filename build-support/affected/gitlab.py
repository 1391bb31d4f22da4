"""The jobs as a GitLab child pipeline. It is JSON, which is YAML as well."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from jobs import Job

# A pipeline without a job is refused.
_NOTHING = {"nothing-affected": {"script": ["echo 'The change affects nothing that can be run.'"]}}


def pipeline(jobs: Sequence[Job]) -> str:
    """Each job extends `.pants` of .gitlab-ci.yml, which says how a job is prepared."""
    document: dict[str, Any] = {
        job.name: {
            "extends": ".pants",
            "script": [f".ci/goal {job.as_json()['arguments']}"],
        }
        for job in jobs
    }
    if document:
        document["include"] = [{"local": ".gitlab-ci.yml"}]
    return json.dumps(document or _NOTHING, indent=2) + "\n"
