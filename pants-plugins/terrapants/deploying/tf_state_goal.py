"""The goal `tf-state`."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable
from pathlib import Path, PurePath

from pants.base.build_root import BuildRoot
from pants.core.util_rules.distdir import DistDir
from pants.engine.console import Console
from pants.engine.goal import Goal
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, goal_rule
from pants.engine.target import TargetRootsToFieldSets, TargetRootsToFieldSetsRequest
from pants.engine.unions import UnionRule

from terrapants.deploying.applied_log import AppliedLog, read_log
from terrapants.deploying.positions import DeploymentPositions, DeploymentPositionsRequest
from terrapants.deploying.run import DeploymentProcess, DeploymentRun
from terrapants.deploying.runner.job import STATE
from terrapants.deploying.selection import Selection, SelectionRequest, root_request, say_nothing
from terrapants.deploying.state_history import render_history, state_history
from terrapants.deploying.state_listing import state_listing
from terrapants.deploying.state_text import render_state
from terrapants.deploying.subsystem import TerraformDeployments, TfStateSubsystem
from terrapants.findings.user_error import UserError
from terrapants.terraform.pants_compat import run_in_foreground


class TfState(Goal):
    subsystem_cls = TfStateSubsystem
    environment_behavior = Goal.EnvironmentBehavior.LOCAL_ONLY


@goal_rule
async def run_tf_state(
    console: Console,
    goal: TfStateSubsystem,
    options: TerraformDeployments,
    build_root: BuildRoot,
    distdir: DistDir,
) -> TfState:
    roots = root_request(goal.name)
    found = await Get(TargetRootsToFieldSets, TargetRootsToFieldSetsRequest, roots)
    selection = await Get(Selection, SelectionRequest(goal.name, tuple(found.field_sets)))
    if selection.nothing:
        return TfState(say_nothing(console, selection))
    with tempfile.TemporaryDirectory(prefix="terrapants-") as private:
        results = Path(private, "results.json")
        run = DeploymentRun(STATE, selection.field_sets, results=str(results))
        try:
            shown_applies = goal.history
            log_path = options.log(distdir)
            log = _log(build_root.pathlib_path / log_path, log_path)
            prepared = await Get(DeploymentProcess, DeploymentRun, run)
        except UserError as error:
            console.print_stderr(console.red(str(error)))
            return TfState(exit_code=1)
        code = 1 if prepared.problems else 0
        if prepared.process is not None:
            code = (await run_in_foreground(prepared.process)).exit_code or code
        states = json.loads(results.read_text())["states"] if results.exists() else []
    problems = {
        **prepared.problems,
        **{each["address"]: each["problem"] for each in states if each["problem"]},
    }
    for address, problem in problems.items():
        console.print_stderr(console.red(f"{address}: {problem}"))
    read = [each for each in states if not each["problem"]]
    positions = await MultiGet(
        Get(DeploymentPositions, DeploymentPositionsRequest, prepared.positions[each["address"]])
        for each in read
    )
    document = []
    for each, known in zip(read, positions):
        environment = prepared.environments[each["address"]]
        listing = state_listing(each["state"], known.positions)
        console.print_stdout(render_state(each["address"], environment, listing))
        history = state_history(
            log, str(log_path), each["address"], each["workspace"], each["lineage"], each["serial"]
        )
        console.print_stdout(render_history(history, shown_applies))
        document.append(
            {
                "address": each["address"],
                "environment": environment,
                "lineage": each["lineage"],
                "serial": each["serial"],
                "listing": listing.to_json(),
                "history": history.to_json(),
            }
        )
    if read and log.unreadable:
        console.print_stderr(
            console.red(
                f"{log_path}:{log.unreadable}: This line is not an apply, as `tf-apply` logs it; "
                "the history is without it. Delete the line if it was cut off."
            )
        )
    if goal.report:
        path = distdir.relpath / "tf-state/states.json"
        file = build_root.pathlib_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps({"schema_version": 1, "states": document}, indent=2) + "\n")
        console.print_stdout(f"Report: {path}")
    return TfState(exit_code=code)


def _log(path: Path, name: PurePath) -> AppliedLog:
    """:raises UserError: if it is there, but cannot be read."""
    try:
        return read_log(path)
    except OSError as error:
        raise UserError(
            f"The log {name} (`[terraform-deployments].log_dir`) cannot be read: {error.strerror}."
        ) from None


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
