"""The output of `terraform test -json`, read once into dataclasses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from terrapants.terraform.init_failure import follows_from_suite, read_requirement
from terrapants.terraform.json_output import (
    Diagnostic,
    diagnostic,
    json_lines,
    last_attempt,
    timestamp,
)
from terrapants.testing.verbose import changes_of, render_values


class RunStatus(Enum):
    """The status of a run block, as Terraform names it."""

    PASS = "pass"  # noqa: S105
    FAIL = "fail"
    ERROR = "error"
    SKIP = "skip"
    PENDING = "pending"


@dataclass(frozen=True)
class RunResult:
    """A run block's result. `seconds` is the time between its start and its end."""

    name: str
    status: RunStatus
    seconds: float = 0.0
    diagnostics: tuple[Diagnostic, ...] = ()
    # With `-verbose`, the plan or the state that Terraform printed, and what the plan changes.
    shown: str = ""
    changes: tuple[str, ...] = ()

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        return tuple(found for found in self.diagnostics if found.severity == "error")

    @property
    def is_blamed(self) -> bool:
        """Whether it failed, or there is an error about it all the same."""
        return self.status in (RunStatus.FAIL, RunStatus.ERROR) or bool(self.errors)


@dataclass(frozen=True)
class FailedCleanUp:
    """What went wrong when Terraform destroyed what the run blocks had created.

    :param run: the run block that used the state last; empty where Terraform names none.
    :param left: the addresses of the resources that are left in the state.
    """

    run: str
    left: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True)
class FileOutput:
    """Everything that one test file's process reported.

    :param initialised: whether `terraform init` succeeded; if not, it wrote all `diagnostics`.
    :param requirements: the version of each provider that `init` looked for, in words.
    :param runs: the run blocks in their order.
    :param diagnostics: those that belong to no run block.
    :param emulator_problem: a sentence, if the emulator did not start, or ended.
    :param unsupported: what the emulator was asked for and cannot do.
    """

    initialised: bool
    runs: tuple[RunResult, ...]
    diagnostics: tuple[Diagnostic, ...]
    requirements: Mapping[str, str]
    failed_clean_ups: tuple[FailedCleanUp, ...] = ()
    emulator_problem: str = ""
    unsupported: tuple[str, ...] = ()

    @property
    def executed(self) -> tuple[RunResult, ...]:
        """The run blocks that ran to a verdict."""
        done = (RunStatus.PASS, RunStatus.FAIL, RunStatus.ERROR)
        return tuple(run for run in self.runs if run.status in done)


def read_test_output(output: str, directory: str, hide: Callable[[str], str] = str) -> FileOutput:
    """Read the standard output of `init_and_run.sh` with `test -json`.

    :param directory: the module, relative to the build root.
    :param hide: hides secrets in the values of a plan or a state.
    """
    initialised = cleaning_up = False
    requirements: dict[str, str] = {}
    runs: dict[str, RunResult] = {}
    started: dict[str, float] = {}
    diagnostics: list[Diagnostic] = []
    clean_ups: dict[str, FailedCleanUp] = {}
    emulator_problem = ""
    unsupported: list[str] = []
    for message in json_lines(last_attempt(output)):
        kind = message.get("type")
        name = message.get("@testrun", "")
        if kind == "terrapants_init":
            initialised = message["exit_code"] == 0
            if initialised:
                diagnostics = [found for found in diagnostics if not follows_from_suite(found)]
        elif kind == "terrapants_emulator":
            emulator_problem = message.get("problem", emulator_problem)
            unsupported.extend(filter(None, [message.get("unsupported")]))
        elif kind == "log":
            read_requirement(message, requirements)
        elif kind == "test_abstract":
            for names in message["test_abstract"].values():
                # A file without `run` blocks has null.
                runs.update({run: RunResult(run, RunStatus.PENDING) for run in names or ()})
        elif kind == "test_run":
            _read_run(message, runs, started)
        elif kind == "test_file":
            cleaning_up = message["test_file"].get("progress") == "teardown"
        elif kind == "test_cleanup":
            failed = clean_ups.get(name, FailedCleanUp(name))
            left = tuple(map(_instance, message["test_cleanup"].get("failed_resources") or ()))
            clean_ups[name] = replace(failed, left=(*failed.left, *left))
        elif kind in ("test_plan", "test_state") and name in runs:
            changes = tuple(map(hide, changes_of(message[kind]))) if kind == "test_plan" else ()
            shown = render_values(message[kind], hide)
            runs[name] = replace(runs[name], shown=shown, changes=changes)
        elif kind == "diagnostic":
            found = diagnostic(message, directory)
            if cleaning_up and found.severity == "error":
                failed = clean_ups.get(name, FailedCleanUp(name))
                clean_ups[name] = replace(failed, diagnostics=(*failed.diagnostics, found))
            elif name in runs:
                run = runs[name]
                runs[name] = replace(run, diagnostics=(*run.diagnostics, found))
            else:
                diagnostics.append(found)
    return FileOutput(
        initialised,
        tuple(runs.values()),
        tuple(diagnostics),
        requirements,
        tuple(clean_ups.values()),
        emulator_problem,
        tuple(unsupported),
    )


def _instance(resource: Mapping[str, Any]) -> str:
    deposed = resource.get("deposed_key")
    return f"{resource['instance']} (deposed object {deposed})" if deposed else resource["instance"]


def _read_run(
    message: Mapping[str, Any], runs: dict[str, RunResult], started: dict[str, float]
) -> None:
    content = message["test_run"]
    name = content["run"]
    if content.get("progress") == "starting":
        started[name] = timestamp(message)
    elif content.get("progress") == "complete":
        run = runs.get(name, RunResult(name, RunStatus.PENDING))
        elapsed = timestamp(message) - started[name] if name in started else 0.0
        runs[name] = replace(run, status=RunStatus(content["status"]), seconds=max(0.0, elapsed))
