from __future__ import annotations

import json
from typing import Any

import pytest
from pants.engine.addresses import Address
from pants.util.frozendict import FrozenDict

from terrapants.hcl.position import Position
from terrapants.terraform.init_failure import KnownProviders
from terrapants.testing.cloud_access import CloudAccess, Reach
from terrapants.testing.judgement import (
    JudgedFile,
    ProcessOutcome,
    judge,
    with_warnings_as_errors,
)
from terrapants.testing.output import RunStatus
from terrapants.testing.verdict import FileVerdict, Verdict

AWS = "registry.terraform.io/hashicorp/aws"
FILE = "tests/a.tftest.hcl"


def lines(*messages: dict[str, Any]) -> str:
    return "".join(f"{json.dumps(message)}\n" for message in messages)


def init(exit_code: int = 0) -> str:
    return lines({"type": "terrapants_init", "exit_code": exit_code})


def announced(*runs: str) -> str:
    return lines({"type": "test_abstract", "test_abstract": {FILE: list(runs)}})


def ended(run: str, status: str) -> str:
    content = {"path": FILE, "run": run, "progress": "complete", "status": status}
    return lines({"type": "test_run", "@testrun": run, "test_run": content})


def diagnosed(
    summary: str, detail: str = "", severity: str = "error", run: str = "", filename: str = ""
) -> str:
    content: dict[str, Any] = {"severity": severity, "summary": summary, "detail": detail}
    if filename:
        content["range"] = {"filename": filename, "start": {"line": 1, "column": 9}}
    message: dict[str, Any] = {"type": "diagnostic", "diagnostic": content}
    return lines({**message, "@testrun": run} if run else message)


def judged(
    stdout: str,
    exit_code: int = 0,
    stderr: str = "",
    timeout: int | None = None,
    secrets: tuple[str, ...] = (),
) -> FileVerdict:
    address = Address("infra/s3", target_name="tests")
    return judge(
        JudgedFile(address, f"infra/s3/{FILE}", "infra/s3", timeout, secrets),
        ProcessOutcome(exit_code, stdout, stderr),
        KnownProviders(("/opt/tf-plugins",), {AWS: ("5.100.0",)}),
    )


def test_secrets_are_hidden_before_the_text_is_put_on_one_line() -> None:
    verdict = judged(
        init() + announced("a"),
        exit_code=1,
        stderr="no: pass  word  x9",
        secrets=("pass  word  x9",),
    )
    assert verdict.problem == "`terraform test` exited with 1: no: (hidden)"


def test_a_file_whose_runs_passed() -> None:
    verdict = judged(init() + announced("a", "b") + ended("a", "pass") + ended("b", "pass"))
    assert verdict.verdict == Verdict.PASSED
    assert (verdict.problem, verdict.exit_code) == ("", 0)
    assert verdict.file_in_module == FILE
    assert [run.name for run in verdict.runs] == ["a", "b"]


def test_a_warning_does_not_fail_a_file() -> None:
    verdict = judged(
        init()
        + announced("a")
        + ended("a", "pass")
        + diagnosed("Value for undeclared variable", severity="warning", run="a")
    )
    assert verdict.verdict == Verdict.PASSED
    assert verdict.runs[0].diagnostics[0].severity == "warning"


def test_where_warnings_are_errors_a_file_with_one_fails() -> None:
    passed = init() + announced("a") + ended("a", "pass")
    warned = judged(passed + diagnosed("Deprecated", severity="warning", run="a"))
    verdict = with_warnings_as_errors(warned)
    assert (verdict.verdict, verdict.exit_code) == (Verdict.FAILED, 1)
    assert verdict.problem == (
        "Its runs passed, but Terraform warned, and `[terraform-testing].warnings_as_errors` is "
        "set."
    )
    without = judged(passed)
    assert with_warnings_as_errors(without) == without


def test_a_failed_init_does_not_lose_warnings() -> None:
    verdict = judged(
        diagnosed("Deprecated", severity="warning") + diagnosed("Bad", "Very.") + init(1),
        exit_code=1,
    )
    assert [found.summary for found in verdict.diagnostics] == ["Bad", "Deprecated"]


def cleaned_up(run: str = "a", resource: str = "terraform_data.kept") -> str:
    left = {"failed_resources": [{"instance": resource}]}
    return lines(
        {"type": "test_file", "test_file": {"progress": "teardown"}},
        {"type": "test_cleanup", "@testrun": run, "test_cleanup": left},
    ) + diagnosed("Instance cannot be destroyed", f"Resource {resource} is kept.", run=run)


@pytest.mark.parametrize("exit_code", [0, 1])
def test_a_failed_clean_up_fails_the_file_but_no_run(exit_code: int) -> None:
    verdict = judged(init() + announced("a") + ended("a", "pass") + cleaned_up(), exit_code)
    assert (verdict.verdict, verdict.problem) == (Verdict.FAILED, "")
    assert [run.status for run in verdict.runs] == [RunStatus.PASS]
    (failed,) = verdict.failed_clean_ups
    assert failed.left == ("terraform_data.kept",)


def test_names_of_the_repository_are_no_secrets() -> None:
    run = "s3_is_healthy"
    verdict = judged(
        init()
        + announced(run)
        + ended(run, "error")
        + diagnosed(
            "Invalid s3-infra",
            f"infra/s3/main.tf in infra of {run} has infra: tests/s3-infra.tf, "
            "aws_infra.this_s3-infra",
            run=run,
            filename="tests/s3-infra.tf",
        )
        + cleaned_up(run, 'aws_infra.this_s3-infra["infra"]'),
        exit_code=1,
        secrets=("s3-infra", "infra", "s3_is"),
    )
    ((found,),) = (each.diagnostics for each in verdict.runs)
    assert verdict.runs[0].name == run
    assert found.position == "infra/s3/tests/s3-infra.tf:1:9"
    assert found.summary == "Invalid (hidden)"
    assert found.detail == (
        f"infra/s3/main.tf in (hidden) of {run} has (hidden): tests/s3-infra.tf, "
        "aws_infra.this_s3-infra"
    )
    (failed,) = verdict.failed_clean_ups
    assert failed.left == ('aws_infra.this_s3-infra["(hidden)"]',)


def test_paths_in_messages_are_no_secrets_but_addresses_may_hold_them() -> None:
    verdict = judged(
        init()
        + diagnosed(
            "Unreadable module directory",
            'For module "a" at ../prod/main.tf:1, https://x:prod@host/prod/main.tf of prod.',
        ),
        exit_code=1,
        secrets=("prod",),
    )
    (found,) = verdict.diagnostics
    assert found.detail == (
        'For module "a" at ../prod/main.tf:1, https://x:(hidden)@host/(hidden)/main.tf of (hidden).'
    )


def test_source_text_is_not_hidden_but_the_values_in_it_are() -> None:
    content = {
        "severity": "error",
        "summary": "Test assertion failed",
        "detail": "var.production is the production variable, not prod.",
        "range": {"filename": FILE, "start": {"line": 1, "column": 9}},
        "snippet": {
            "context": 'run "prod_run"',
            "code": '    condition = var.production == "prod"',
            "values": [{"traversal": "var.production", "statement": 'is "prod"'}],
        },
    }
    verdict = judged(
        init()
        + announced("a")
        + ended("a", "fail")
        + lines({"type": "diagnostic", "@testrun": "a", "diagnostic": content}),
        exit_code=1,
        secrets=("prod",),
    )
    ((found,),) = (run.diagnostics for run in verdict.runs)
    assert (found.context, found.code) == (
        'run "prod_run"',
        '    condition = var.production == "prod"',
    )
    assert found.values == ('var.production is "(hidden)"',)
    assert found.detail == "var.production is the production variable, not (hidden)."


@pytest.mark.parametrize("status", ["fail", "error"])
def test_a_file_with_a_run_that_failed(status: str) -> None:
    verdict = judged(
        init()
        + announced("a", "b")
        + ended("a", "pass")
        + ended("b", status)
        + diagnosed("Test assertion failed", "Too small.", run="b"),
        exit_code=1,
    )
    assert verdict.verdict == Verdict.FAILED
    # The run itself explains the failure.
    assert verdict.problem == ""
    assert verdict.runs[1].status == RunStatus(status)
    assert verdict.runs[1].diagnostics[0].detail == "Too small."


def test_a_failed_run_is_a_failure_even_if_the_exit_code_is_0() -> None:
    verdict = judged(init() + announced("a") + ended("a", "fail"), exit_code=0)
    assert verdict.verdict == Verdict.FAILED


def test_passed_runs_with_a_bad_exit_code_are_not_a_pass() -> None:
    verdict = judged(
        init() + announced("a") + ended("a", "pass"), exit_code=1, stderr="signal: killed\n"
    )
    assert verdict.verdict == Verdict.FAILED
    assert verdict.problem == "`terraform test` exited with 1: signal: killed"


@pytest.mark.parametrize(
    "stdout",
    [
        "",
        lines({"type": "test_abstract", "test_abstract": {}}),
        lines({"type": "test_abstract", "test_abstract": {FILE: None}}),
        announced("a"),
        announced("a") + ended("a", "skip"),
    ],
    ids=["no output", "filtered out", "no run block", "not run", "skipped"],
)
def test_a_file_with_no_run_executed_never_passes(stdout: str) -> None:
    verdict = judged(init() + stdout)
    assert verdict.verdict == Verdict.FAILED
    assert verdict.problem == "Terraform executed none of its `run` blocks."


def test_a_file_that_does_not_parse_has_terraforms_diagnostic_and_position() -> None:
    verdict = judged(
        diagnosed("Unclosed configuration block", "There is no closing brace.", filename=FILE)
        + diagnosed("Terraform encountered problems during initialisation, including problems\n")
        + init(1),
        exit_code=1,
    )
    assert (verdict.verdict, verdict.problem) == (Verdict.FAILED, "")
    (found,) = verdict.diagnostics
    assert found.summary == "Unclosed configuration block"
    assert found.position == "infra/s3/tests/a.tftest.hcl:1:9"


def test_a_provider_that_cannot_be_found_is_one_sentence() -> None:
    verdict = judged(
        lines(
            {
                "type": "log",
                "@message": "Finding matching versions for provider: hashicorp/aws, "
                'version_constraint: "~> 4.0"',
            }
        )
        + diagnosed(
            "Failed to query available provider packages",
            "Could not retrieve the list of available versions for provider hashicorp/aws: no "
            "available releases match the given constraints ~> 4.0\n\nTo see which modules are "
            "currently depending on hashicorp/aws, run terraform providers",
        )
        + init(1),
        exit_code=1,
    )
    assert verdict.problem == (
        'Provider hashicorp/aws, version "~> 4.0", was not found. Looked in the mirror '
        "/opt/tf-plugins (holds 5.100.0)."
    )
    assert verdict.diagnostics == ()


def test_a_provider_whose_name_holds_a_secret_still_has_its_sentence() -> None:
    verdict = judged(
        lines({"type": "log", "@message": "hashicorp/null: Finding latest version..."})
        + diagnosed(
            "Failed to query available provider packages",
            "Could not retrieve the list of available versions for provider hashicorp/null: no.",
        )
        + init(1),
        exit_code=1,
        secrets=("hashicorp",),
    )
    assert verdict.problem.startswith("Provider hashicorp/null, any version, was not found.")


def test_a_failed_init_without_json_keeps_terraforms_words() -> None:
    # As Terraform 1.8 writes it.
    verdict = judged(
        "\n\x1b[0m\x1b[1mInitializing the backend...\x1b[0m\n" + init(1),
        exit_code=1,
        stderr="\x1b[31m╷\x1b[0m\x1b[0m\n\x1b[31m│\x1b[0m \x1b[1m\x1b[31mError: \x1b[0mNo luck\n"
        "\x1b[31m╵\x1b[0m\n",
    )
    assert verdict.problem == (
        "`terraform init` failed:\n  Initializing the backend...\n  Error: No luck"
    )


def test_a_failed_init_without_a_reason() -> None:
    verdict = judged(lines({"type": "version"}) + init(1), exit_code=1)
    assert verdict.problem == "`terraform init` failed: no reason was given"


def test_text_that_is_not_understood_is_cut() -> None:
    verdict = judged(init(), exit_code=2, stderr="word " * 1000)
    assert verdict.problem.startswith("`terraform test` exited with 2: word word")
    assert len(verdict.problem) < 1100


def test_an_argument_that_terraform_does_not_know() -> None:
    verdict = judged(
        init(),
        exit_code=1,
        stderr="\x1b[31m│\x1b[0m \x1b[31mError: \x1b[0mFailed to parse command-line flags\n│\n"
        "│ flag provided but not defined: -nosuch\n",
    )
    assert verdict.problem == (
        "`terraform test` exited with 1:\n"
        "  Error: Failed to parse command-line flags\n"
        "  flag provided but not defined: -nosuch"
    )


def test_a_bad_exit_code_without_a_reason() -> None:
    assert judged(init(), exit_code=1).problem == (
        "`terraform test` exited with 1: no reason was given"
    )


TIMEOUT = "\n\nExceeded timeout of 5s when executing local process: terraform test"


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_a_file_that_hangs_says_in_which_run(stream: str) -> None:
    stdout = init() + announced("a", "b", "c") + ended("a", "pass")
    verdict = judged(
        stdout + (TIMEOUT if stream == "stdout" else ""),
        exit_code=-15,
        stderr=TIMEOUT if stream == "stderr" else "",
        timeout=5,
    )
    assert verdict.verdict == Verdict.TIMED_OUT
    assert verdict.exit_code == 1
    assert verdict.problem == (
        'Stopped after 5 seconds, in run "b". Raise the `timeout` field of its target if it needs '
        "longer. Real resources that its runs had created are left."
    )
    assert verdict.count(RunStatus.PASS) == 1


def test_an_init_that_hangs() -> None:
    verdict = judged(TIMEOUT, exit_code=-15, timeout=5)
    assert verdict.verdict == Verdict.TIMED_OUT
    assert verdict.problem == (
        "Stopped after 5 seconds. Raise the `timeout` field of its target if it needs longer."
    )


def test_a_run_that_prints_the_text_of_a_timeout_is_not_one() -> None:
    verdict = judged(init() + announced("a") + ended("a", "pass") + TIMEOUT, exit_code=0)
    assert verdict.verdict == Verdict.PASSED


def test_a_process_killed_by_others_is_not_a_timeout() -> None:
    verdict = judged(init() + announced("a"), exit_code=-9)
    assert verdict.verdict == Verdict.FAILED
    assert verdict.problem == "`terraform test` exited with -9: no reason was given"


def test_a_missing_file_comes_with_advice() -> None:
    detail = (
        'Invalid value for "path" parameter: no file exists at "tests/fixtures/a.yml"; this '
        "function works only with files that are distributed as part of the configuration source."
    )
    message = diagnosed("Invalid function argument", detail, run="a")
    verdict = judged(init() + announced("a") + message + ended("a", "error"), 1)
    assert verdict.problem == ""
    ((found,),) = (run.diagnostics for run in verdict.runs)
    assert found.detail == (
        f"{detail}\n"
        "tests/fixtures/a.yml is not among the files that this test depends on. If the repository "
        "has it, list it in the `dependencies` of the `terraform_tests` target."
    )


def emulator(**content: str) -> str:
    return lines({"type": "terrapants_emulator", **content})


def test_an_emulator_that_ended_is_the_reason_whatever_followed() -> None:
    ended_early = "The emulator was killed by signal 9 while the test was running."
    output = init() + announced("a") + ended("a", "pass") + emulator(problem=ended_early)
    for exit_code in (0, 1):
        verdict = judged(output, exit_code)
        assert (verdict.verdict, verdict.problem) == (Verdict.FAILED, ended_early)


def test_what_the_emulator_lacks_is_the_reason_where_a_run_failed() -> None:
    lacks = emulator(unsupported="s3 A is not implemented") + emulator(unsupported="s3 B failed")
    failed = judged(init() + announced("a") + ended("a", "error") + lacks, 1)
    assert failed.problem == "emulator: s3 A is not implemented.\nemulator: s3 B failed."
    passed = judged(init() + announced("a") + ended("a", "pass") + lacks)
    assert (passed.verdict, passed.problem) == (Verdict.PASSED, "")


def test_what_the_emulator_lacks_is_a_warning_where_the_provider_went_on_without_it() -> None:
    lacks = emulator(unsupported="s3 A is not implemented")
    verdict = judged(init() + announced("a") + ended("a", "pass") + lacks)
    assert verdict.verdict == Verdict.PASSED
    (warning,) = verdict.warnings
    assert warning.summary == "The emulator did not answer a call"
    assert warning.detail == "s3 A is not implemented."
    assert with_warnings_as_errors(verdict).verdict == Verdict.FAILED


def planned(run: str, *actions: str) -> str:
    change = {
        "actions": list(actions),
        "before": {"name": "a", "size": 1},
        "after": {"name": "b", "size": 1},
    }
    plan = {"resource_changes": [{"address": "x.a", "change": change}]}
    return lines({"type": "test_plan", "@testrun": run, "test_plan": plan})


def without_changes(stdout: str) -> FileVerdict:
    """The verdict where the run `again` must be without changes."""
    found = JudgedFile(
        Address("infra/s3", target_name="tests"),
        f"infra/s3/{FILE}",
        "infra/s3",
        unchanged=FrozenDict({"again": Position(f"infra/s3/{FILE}", 7, 1)}),
        shows_values=False,
    )
    return judge(found, ProcessOutcome(0, stdout, ""), KnownProviders())


def test_a_plan_that_must_be_without_changes() -> None:
    start = init() + announced("other", "again") + planned("other", "update")
    end = ended("other", "pass") + ended("again", "pass")
    for actions in (("no-op",), ("read",)):
        assert without_changes(start + planned("again", *actions) + end).verdict == Verdict.PASSED
    verdict = without_changes(start + planned("again", "delete", "create") + end)
    assert verdict.verdict == Verdict.FAILED
    other, again = verdict.runs
    assert (other.status, again.status) == (RunStatus.PASS, RunStatus.FAIL)
    (error,) = again.errors
    assert (error.position, error.summary, error.detail) == (
        f"infra/s3/{FILE}:7:1",
        "The plan has changes",
        "x.a: delete and create (name)",
    )
    assert (other.shown, again.shown) == ("", "")


def test_a_test_with_an_emulator_that_hangs_leaves_nothing_real() -> None:
    found = JudgedFile(
        Address("infra/s3", target_name="tests"),
        f"infra/s3/{FILE}",
        "infra/s3",
        2,
        access=CloudAccess(Reach.EMULATOR),
    )
    outcome = ProcessOutcome(-15, init() + announced("a"), "Exceeded timeout of 2s")
    verdict = judge(found, outcome, KnownProviders())
    assert verdict.verdict == Verdict.TIMED_OUT
    assert verdict.problem == (
        'Stopped after 2 seconds, in run "a". Raise the `timeout` field of its target if it needs '
        "longer."
    )
