"""Says what came of a job: `ci_report.py EXIT_CODE NAME`, called by .ci/goal.

Annotations go to standard output, for GitHub Actions. The table is appended to the file that
`GITHUB_STEP_SUMMARY` names, or written to standard output as well.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from results import collect
from views import table, workflow_commands


def main(arguments: Sequence[str], root: Path, environment: Mapping[str, str]) -> int:
    exit_code, name = int(arguments[0]), arguments[1]
    results = collect(root)
    if environment.get("GITHUB_ACTIONS") == "true":
        for line in workflow_commands(results):
            print(line)  # noqa: T201
    text = table(name, exit_code, results)
    summary = environment.get("GITHUB_STEP_SUMMARY")
    if summary:
        with open(summary, "a", encoding="utf-8") as file:
            file.write(text)
    else:
        print(text)  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], Path(__file__).parents[2], os.environ))
