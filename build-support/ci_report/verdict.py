"""Whether a workflow passed: the results of its jobs, in one, which branch protection asks for."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping


def problems(
    needs: Mapping[str, Mapping[str, object]], may_be_skipped: frozenset[str]
) -> list[str]:
    """:param needs: the context `needs` of GitHub Actions: by the name of a job, its `result`."""
    accepted = {"success"}
    return [
        f"{job}: {facts['result']}"
        for job, facts in needs.items()
        if facts["result"] not in (accepted | {"skipped"} if job in may_be_skipped else accepted)
    ]


def main(arguments: list[str], text: str) -> int:
    needs = json.loads(text or "{}")
    found = problems(needs, frozenset(arguments))
    if not needs:
        found = ["There is no job whose result could count."]
    for job, facts in needs.items():
        print(f"{job}: {facts['result']}")  # noqa: T201
    for each in found:
        print(f"::error::{each}")  # noqa: T201
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], sys.stdin.read()))
