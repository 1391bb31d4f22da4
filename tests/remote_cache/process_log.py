"""A backend of Pants that writes down each process: what it was, and where its result came from.

Tests enable it in the checkouts that they make. A line of JSON a process goes to the file that the
environment variable PROCESS_LOG names when Pants starts.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pants.engine.rules import Rule, collect_rules, rule
from pants.engine.streaming_workunit_handler import (
    StreamingWorkunitContext,
    WorkunitsCallback,
    WorkunitsCallbackFactory,
    WorkunitsCallbackFactoryRequest,
)
from pants.engine.unions import UnionRule


@dataclass(frozen=True)
class ProcessLogRequest:
    pass


class ProcessLog(WorkunitsCallback):
    @property
    def can_finish_async(self) -> bool:
        return False

    def __call__(
        self,
        *,
        completed_workunits: tuple[Mapping[str, Any], ...],
        started_workunits: tuple[Mapping[str, Any], ...],
        context: StreamingWorkunitContext,
        finished: bool = False,
        **kwargs: object,
    ) -> None:
        with open(os.environ["PROCESS_LOG"], "a") as file:
            for workunit in completed_workunits:
                about = workunit.get("metadata", {})
                if "source" in about:
                    definition = json.loads(about["definition"])
                    process = {
                        "description": definition["description"],
                        "source": about["source"],
                        "scope": definition["cache_scope"],
                        "definition": definition,
                    }
                    file.write(json.dumps(process) + "\n")
            if finished:
                file.write(json.dumps({"metrics": context.get_metrics()}) + "\n")


@rule
async def process_log(_: ProcessLogRequest) -> WorkunitsCallbackFactory:
    return WorkunitsCallbackFactory(ProcessLog)


def rules() -> Iterable[Rule | UnionRule]:
    return (*collect_rules(), UnionRule(WorkunitsCallbackFactoryRequest, ProcessLogRequest))
