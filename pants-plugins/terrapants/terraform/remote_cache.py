"""How processes get along with a remote cache, and what a user is told where they do not."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pants.engine.internals.scheduler import Workunit
from pants.engine.rules import Rule, collect_rules, rule
from pants.engine.streaming_workunit_handler import (
    StreamingWorkunitContext,
    WorkunitsCallback,
    WorkunitsCallbackFactory,
    WorkunitsCallbackFactoryRequest,
)
from pants.engine.unions import UnionRule
from pants.option.global_options import GlobalOptions
from pants.util.strutil import pluralize

# Pants starts a process and asks the remote cache for its result at the same time, and takes what
# comes first. Terraform takes seconds of every core, so the answer is waited for before it starts.
# A server that does not answer costs this once for each process; one that is not there, nothing.
HEAD_START_MILLIS = 2000

logger = logging.getLogger(__name__)


def failures(address: str, metrics: Mapping[str, int]) -> str:
    """What failed in a command: sentences, or nothing.

    :param metrics: of the command, as Pants counts them.
    """
    said = []
    reads = metrics.get("remote_cache_read_errors", 0)
    if reads:
        said.append(f"did not answer {pluralize(reads, 'request')}, so those processes ran here")
    writes = metrics.get("remote_cache_write_errors", 0)
    if writes:
        said.append(f"did not store {pluralize(writes, 'result')}")
    if not said:
        return ""
    return (
        f"The remote cache {address} {', and it '.join(said)}. The daemon of Pants said why when "
        "it happened first; with `--no-pantsd`, Pants says it again."
    )


@dataclass
class RemoteCacheFailures(WorkunitsCallback):
    """Says at the end of each command that the remote cache failed. Pants itself says so once in
    the life of its daemon."""

    address: str

    def __call__(
        self,
        *,
        started_workunits: tuple[Workunit, ...],
        completed_workunits: tuple[Workunit, ...],
        finished: bool,
        context: StreamingWorkunitContext,
    ) -> None:
        text = failures(self.address, context.get_metrics()) if finished else ""
        if text:
            logger.warning(text)

    @property
    def can_finish_async(self) -> bool:
        # What is logged later does not reach the terminal.
        return False


class RemoteCacheFailuresRequest:
    """Asks for what is called while a command runs."""


@rule
async def tell_of_remote_cache_failures(
    _: RemoteCacheFailuresRequest, options: GlobalOptions
) -> WorkunitsCallbackFactory:
    is_used = options.remote_cache_read or options.remote_cache_write
    address = options.remote_store_address if is_used else None
    return WorkunitsCallbackFactory(
        lambda: None if address is None else RemoteCacheFailures(address)
    )


def rules() -> Iterable[Rule | UnionRule]:
    return [
        *collect_rules(),
        UnionRule(WorkunitsCallbackFactoryRequest, RemoteCacheFailuresRequest),
    ]
