"""How a Terraform process is run: the provider pool is prepared once a process wants it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from pants.engine.process import FallibleProcessResult, Process
from pants.engine.rules import Get, Rule, collect_rules, rule
from pants.engine.unions import UnionRule

from terrapants.terraform.json_output import wants_pool
from terrapants.terraform.notices import Given
from terrapants.terraform.pants_compat import ProcessToPass
from terrapants.terraform.process import TerraformModuleProcess
from terrapants.terraform.provider_pool import PoolPreparation, PreparedPool


@dataclass(frozen=True)
class TerraformRun:
    """:param attempts: how often it is run as long as it fails."""

    process: TerraformModuleProcess
    attempts: int = 1


@rule
async def run_terraform(run: TerraformRun) -> FallibleProcessResult:
    process = await Get(Process, TerraformModuleProcess, run.process)
    result = await Get(FallibleProcessResult, Process, process)
    if wants_pool(result.stdout):
        # It is in no cache, and did nothing: no test is run twice.
        prepared = await Get(PreparedPool)
        if prepared.problem:
            await Get(Given, PoolPreparation())
        # Another process to the engine, and the same to every cache, which is not waited for again.
        process = replace(process, remote_cache_speculation_delay_millis=0)
        result = await Get(FallibleProcessResult, Process, process)
    if wants_pool(result.stdout):
        # What it was told of the pool could not be replaced, as on a full disk.
        alone = replace(run.process, share_providers=False)
        process = await Get(Process, TerraformModuleProcess, alone)
    # Without further attempts, that is the result which is known already.
    return await Get(FallibleProcessResult, ProcessToPass(process, run.attempts))


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
