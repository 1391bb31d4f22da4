"""The table of what the emulator of AWS can do is what it does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from pants.engine.fs import CreateDigest, Digest, FileContent
from pants.engine.process import FallibleProcessResult, Process
from pants.engine.rules import QueryRule

from repository.emulated_resources import CONFIGURATION, CYCLE, EMPTY_ZIP
from terrapants.terraform.json_output import json_lines
from terrapants.terraform.process import CommandRunner, TerraformModuleProcess
from terrapants.testing.emulator import EmulatorRequest
from terrapants.testing.testutil import EmulatorRepository

DOCUMENTATION = "docs/using/emulator.md"
# Of `CYCLE`.
STEPS = ("create", "read", "destroy")


def test_documented_table_is_what_the_emulator_can_do(tmp_path: Path) -> None:
    documented = Path(DOCUMENTATION).read_text().partition("<!-- table -->\n")[2]
    repository = EmulatorRepository(
        tmp_path,
        [
            QueryRule(CommandRunner, [EmulatorRequest]),
            QueryRule(Process, [TerraformModuleProcess]),
            QueryRule(FallibleProcessResult, [Process]),
        ],
    )
    table = "\n".join(table_of(cycle(repository)))
    assert documented.partition("\n<!-- end of table -->")[0] == table, (
        f"Replace the table of {DOCUMENTATION} by this one:\n{table}"
    )


def cycle(repository: EmulatorRepository) -> str:
    """The output of creating, planning and destroying each type of resource."""
    repository.set_options()
    request = repository.rule_runner.request
    runner = request(CommandRunner, [EmulatorRequest("aws")])
    files = CreateDigest(
        [
            FileContent("all/main.tf", CONFIGURATION.encode()),
            FileContent("all/function.zip", EMPTY_ZIP),
            FileContent("all/cycle.sh", CYCLE.encode()),
        ]
    )
    run_all = 'set -- "$1" "$BASH" cycle.sh "$2" -json\n'
    process = request(
        Process,
        [
            TerraformModuleProcess(
                "all",
                ("ignored",),
                request(Digest, [files]),
                "Create, plan and destroy every resource",
                runner=replace(runner, script=run_all + runner.script),
            )
        ],
    )
    return request(FallibleProcessResult, [process]).stdout.decode()


def table_of(output: str) -> Iterator[str]:
    """A line for each type of resource: whether all of these took each step, or why not."""
    step = ""
    failed: dict[str, dict[str, str]] = {}
    planned: set[str] = set()
    for message in json_lines(output):
        step = message.get("step", step)
        address = (message.get("hook") or message.get("change") or {}).get("resource", {})
        kind = address.get("resource_type", "")
        if message["type"] == "planned_change" and step == "create":
            planned.add(kind)
        elif (message["type"] == "planned_change" and step == "read") or message[
            "type"
        ] == "apply_errored":
            failed.setdefault(kind, {}).setdefault(step, "")
        elif message["type"] == "diagnostic":
            found = message["diagnostic"]
            lacks = re.search(r"emulator: ([^,]*)", f"{found['summary']} {found['detail']}")
            kind = found.get("address", "").partition(".")[0]
            failed.setdefault(kind, {})[step] = f": {lacks[1].strip()}" if lacks else ""
    yield "| resource type | created | read back without a difference | destroyed |"
    yield "| --- | --- | --- | --- |"
    for kind in sorted(planned):
        found = failed.get(kind, {})
        answers = ["yes" if each not in found else f"no{found[each]}" for each in STEPS]
        if STEPS[0] in found:
            answers[1:] = "–", "–"
        yield f"| `{kind}` | {' | '.join(answers)} |"
