# Terraform writes long lines.
# ruff: noqa: E501

from __future__ import annotations

import json
from typing import Any

import pytest

from terrapants.testing.output import FailedCleanUp, FileOutput, RunStatus, read_test_output

# Written by Terraform 1.11.4 and its AWS provider 5.100.0, without what is not read.
INIT = r"""
{"@level":"info","@message":"Terraform 1.11.4","@timestamp":"2026-11-23T04:37:19.538517Z","terraform":"1.11.4","type":"version","ui":"1.2"}
{"@level":"info","@message":"Initializing the backend...","@timestamp":"2026-11-23T04:37:19Z","message_code":"initializing_backend_message","type":"init_output"}
{"@level":"info","@message":"Finding matching versions for provider: hashicorp/aws, version_constraint: \"\u003e= 5.0.0, \u003c 6.0.0\"","@timestamp":"2026-11-23T04:37:20.362867Z","type":"log"}
{"@level":"info","@message":"hashicorp/null: Finding latest version...","@timestamp":"2026-11-23T04:37:56.791405Z","type":"log"}
{"@level":"info","@message":"hashicorp/tls: Reusing previous version from the dependency lock file","@timestamp":"2026-11-23T04:37:20.362867Z","type":"log"}
{"@level":"info","@message":"hashicorp/aws v5.100.0: Using previously-installed provider version","@timestamp":"2026-11-23T04:37:21.132673Z","type":"log"}
"""
DONE = '{"type":"terrapants_init","exit_code":0}\n'
TEST = r"""
{"@level":"info","@message":"Found 1 file and 4 run blocks","@timestamp":"2026-11-23T04:37:21.933137Z","test_abstract":{"tests/a.tftest.hcl":["good","wrong_name","too_short","after"]},"type":"test_abstract"}
{"@level":"info","@testfile":"tests/a.tftest.hcl","@timestamp":"2026-11-23T04:37:21.933267Z","test_file":{"path":"tests/a.tftest.hcl","progress":"starting"},"type":"test_file"}
{"@level":"info","@testfile":"tests/a.tftest.hcl","@testrun":"good","@timestamp":"2026-11-23T04:37:21.500000Z","test_run":{"path":"tests/a.tftest.hcl","run":"good","progress":"starting","elapsed":0},"type":"test_run"}
{"@level":"info","@testfile":"tests/a.tftest.hcl","@testrun":"good","@timestamp":"2026-11-23T04:37:23.946142Z","test_run":{"path":"tests/a.tftest.hcl","run":"good","progress":"running","elapsed":2013},"type":"test_run"}
{"@level":"info","@testfile":"tests/a.tftest.hcl","@testrun":"good","@timestamp":"2026-11-23T04:37:24.250000Z","test_run":{"path":"tests/a.tftest.hcl","run":"good","progress":"complete","status":"pass"},"type":"test_run"}
{"@level":"info","@testfile":"tests/a.tftest.hcl","@testrun":"wrong_name","@timestamp":"2026-11-23T04:37:24.694871Z","test_run":{"path":"tests/a.tftest.hcl","run":"wrong_name","progress":"starting","elapsed":0},"type":"test_run"}
{"@level":"info","@testfile":"tests/a.tftest.hcl","@testrun":"wrong_name","@timestamp":"2026-11-23T04:37:25.454256Z","test_run":{"path":"tests/a.tftest.hcl","run":"wrong_name","progress":"complete","status":"fail"},"type":"test_run"}
{"@level":"error","@message":"Error: Test assertion failed","@testfile":"tests/a.tftest.hcl","@testrun":"wrong_name","@timestamp":"2026-11-23T04:37:25.454611Z","diagnostic":{"severity":"error","summary":"Test assertion failed","detail":"The bucket is not called other.","range":{"filename":"tests/a.tftest.hcl","start":{"line":12,"column":21,"byte":248},"end":{"line":12,"column":57,"byte":284}},"snippet":{"context":"run \"wrong_name\"","code":"    condition     = aws_s3_bucket.this.bucket == \"other\"","start_line":12,"values":[{"traversal":"aws_s3_bucket.this.bucket","statement":"is \"good-name\""}]}},"type":"diagnostic"}
{"@level":"info","@testfile":"tests/a.tftest.hcl","@testrun":"too_short","@timestamp":"2026-11-23T04:37:25.454810Z","test_run":{"path":"tests/a.tftest.hcl","run":"too_short","progress":"starting","elapsed":0},"type":"test_run"}
{"@level":"info","@testfile":"tests/a.tftest.hcl","@testrun":"too_short","@timestamp":"2026-11-23T04:37:25.960657Z","test_run":{"path":"tests/a.tftest.hcl","run":"too_short","progress":"complete","status":"error"},"type":"test_run"}
{"@level":"error","@message":"Error: Invalid value for variable","@testfile":"tests/a.tftest.hcl","@testrun":"too_short","@timestamp":"2026-11-23T04:37:25.961339Z","diagnostic":{"severity":"error","summary":"Invalid value for variable","detail":"too short\n\nThis was checked by the validation rule at main.tf:8,3-13.","range":{"filename":"tests/a.tftest.hcl","start":{"line":18,"column":22,"byte":401},"end":{"line":18,"column":25,"byte":404}},"snippet":{"context":"run \"too_short\"","code":"  variables { name = \"x\" }","start_line":18,"values":[{"traversal":"var.name","statement":"is \"x\""}]}},"type":"diagnostic"}
{"@level":"info","@testfile":"tests/a.tftest.hcl","@testrun":"after","@timestamp":"2026-11-23T04:37:25.961442Z","test_run":{"path":"tests/a.tftest.hcl","run":"after","progress":"complete","status":"skip"},"type":"test_run"}
{"@level":"info","@testfile":"tests/a.tftest.hcl","@testrun":"wrong_name","@timestamp":"2026-11-23T04:37:25.961574Z","test_run":{"path":"tests/a.tftest.hcl","run":"wrong_name","progress":"teardown","elapsed":0},"type":"test_run"}
{"@level":"info","@testfile":"tests/a.tftest.hcl","@timestamp":"2026-11-23T04:37:26.836523Z","test_file":{"path":"tests/a.tftest.hcl","progress":"complete","status":"error"},"type":"test_file"}
{"@level":"info","@message":"Failure! 1 passed, 2 failed, 1 skipped.","@timestamp":"2026-11-23T04:37:26.836613Z","test_summary":{"status":"error","passed":1,"failed":1,"errored":1,"skipped":1},"type":"test_summary"}
"""


def read(*parts: str) -> FileOutput:
    return read_test_output("".join(parts), "infra/s3")


def lines(*messages: dict[str, Any]) -> str:
    return "".join(f"{json.dumps(message)}\n" for message in messages)


def warning(**more: object) -> dict[str, Any]:
    content = {"severity": "warning", "summary": "Deprecated", "detail": "Use another."}
    return {"type": "diagnostic", "diagnostic": content, **more}


def test_the_runs_have_their_status_in_their_order() -> None:
    assert [(run.name, run.status) for run in read(INIT, DONE, TEST).runs] == [
        ("good", RunStatus.PASS),
        ("wrong_name", RunStatus.FAIL),
        ("too_short", RunStatus.ERROR),
        ("after", RunStatus.SKIP),
    ]


def test_a_run_takes_from_its_start_to_its_end() -> None:
    runs = read(INIT, DONE, TEST).runs
    assert [round(run.seconds, 2) for run in runs] == [2.75, 0.76, 0.51, 0.0]


def test_diagnostics_belong_to_their_run() -> None:
    output = read(INIT, DONE, TEST)
    assert output.diagnostics == ()
    assert [[found.position for found in run.diagnostics] for run in output.runs] == [
        [],
        ["infra/s3/tests/a.tftest.hcl:12:21"],
        ["infra/s3/tests/a.tftest.hcl:18:22"],
        [],
    ]
    assert output.runs[1].diagnostics[0].values == ('aws_s3_bucket.this.bucket is "good-name"',)


def test_executed_are_the_runs_with_a_verdict() -> None:
    executed = read(INIT, DONE, TEST).executed
    assert [run.name for run in executed] == ["good", "wrong_name", "too_short"]


def test_what_init_looked_for() -> None:
    assert read(INIT).requirements == {
        "hashicorp/aws": 'version ">= 5.0.0, < 6.0.0"',
        "hashicorp/null": "any version",
        "hashicorp/tls": "as in .terraform.lock.hcl",
    }


@pytest.mark.parametrize(
    ("end", "initialised"),
    [
        ("", False),
        ('{"type":"terrapants_init","exit_code":1}\n', False),
        (DONE, True),
    ],
)
def test_init_succeeded_only_if_its_exit_code_says_so(end: str, initialised: bool) -> None:
    assert read(INIT, end).initialised is initialised


def test_warnings_of_a_successful_init_are_kept_but_for_those_on_its_arguments() -> None:
    (found,) = read(lines(warning()), DONE, TEST).diagnostics
    assert found.summary == "Deprecated"
    content = {
        "severity": "warning",
        "summary": "Incomplete lock file information for providers",
        "detail": "Due to your customized provider installation methods, …",
    }
    ours = {"type": "diagnostic", "diagnostic": content}
    assert read(lines(ours), DONE, TEST).diagnostics == ()


# What Terraform 1.11.4 writes of resources that it cannot destroy after a run that passed.
CLEAN_UP = r"""
{"@level":"info","@testfile":"tests/a.tftest.hcl","@timestamp":"2026-11-27T00:30:34.272700Z","test_file":{"path":"tests/a.tftest.hcl","progress":"teardown"},"type":"test_file"}
{"@level":"info","@testfile":"tests/a.tftest.hcl","@testrun":"good","@timestamp":"2026-11-27T00:30:34.272800Z","test_run":{"path":"tests/a.tftest.hcl","run":"good","progress":"teardown","elapsed":0},"type":"test_run"}
{"@level":"error","@message":"Terraform left some resources in state after executing tests/a.tftest.hcl/good, they need to be cleaned up manually.","@testfile":"tests/a.tftest.hcl","@testrun":"good","@timestamp":"2026-11-27T00:30:34.275660Z","test_cleanup":{"failed_resources":[{"instance":"terraform_data.kept[\"x\"]"},{"instance":"terraform_data.bad","deposed_key":"1a2b3c4d"}]},"type":"test_cleanup"}
{"@level":"error","@message":"Error: Instance cannot be destroyed","@testfile":"tests/a.tftest.hcl","@testrun":"good","@timestamp":"2026-11-27T00:30:34.275852Z","diagnostic":{"severity":"error","summary":"Instance cannot be destroyed","detail":"Resource terraform_data.kept has lifecycle.prevent_destroy set.","range":{"filename":"main.tf","start":{"line":4,"column":1,"byte":31},"end":{"line":4,"column":33,"byte":63}},"snippet":{"context":null,"code":"resource \"terraform_data\" \"kept\" {","start_line":4,"values":[]}},"type":"diagnostic"}
"""


def test_errors_of_the_clean_up_do_not_belong_to_the_run() -> None:
    output = read(DONE, TEST, CLEAN_UP)
    assert output.runs[0].diagnostics == ()
    (failed,) = output.failed_clean_ups
    assert (failed.run, failed.left) == (
        "good",
        ('terraform_data.kept["x"]', "terraform_data.bad (deposed object 1a2b3c4d)"),
    )
    assert [found.position for found in failed.diagnostics] == ["infra/s3/main.tf:4:1"]


def test_a_clean_up_of_no_run_and_its_warnings() -> None:
    teardown = {"type": "test_file", "test_file": {"progress": "teardown"}}
    left = {"type": "test_cleanup", "test_cleanup": {"failed_resources": [{"instance": "a.b"}]}}
    output = read(DONE, lines(teardown, warning(), left))
    assert output.failed_clean_ups == (FailedCleanUp("", ("a.b",)),)
    assert [found.severity for found in output.diagnostics] == ["warning"]


def test_errors_of_a_failed_init_are_kept() -> None:
    output = read(lines(warning()), '{"type":"terrapants_init","exit_code":1}\n')
    assert [found.summary for found in output.diagnostics] == ["Deprecated"]
    assert output.runs == ()


def test_a_diagnostic_without_a_run_is_the_files() -> None:
    output = read(DONE, lines(warning(), warning(**{"@testrun": "unknown"})))
    assert len(output.diagnostics) == 2


def test_a_run_that_did_not_end_is_pending() -> None:
    cut = TEST[: TEST.index('"progress":"complete"')].rpartition("\n")[0]
    output = read(INIT, DONE, cut)
    assert {run.status for run in output.runs} == {RunStatus.PENDING}
    assert len(output.runs) == 4
    assert output.executed == ()


def test_a_run_that_was_not_announced() -> None:
    end = {"run": "late", "progress": "complete", "status": "pass"}
    (run,) = read(DONE, lines({"type": "test_run", "@testrun": "late", "test_run": end})).runs
    assert (run.name, run.status, run.seconds) == ("late", RunStatus.PASS, 0.0)


@pytest.mark.parametrize("abstract", [{}, {"tests/b.tftest.hcl": None}])
def test_no_runs(abstract: dict[str, None]) -> None:
    # What a filter that matches nothing gives, and a file without `run` blocks.
    output = read(DONE, lines({"type": "test_abstract", "test_abstract": abstract}))
    assert output == FileOutput(True, (), (), {})


def test_a_verbose_run_has_its_plan_or_state_as_text() -> None:
    plan = {
        "resource_changes": [
            {
                "address": "aws_s3_bucket.this",
                "change": {"actions": ["create"], "after": {"bucket": "good-name"}},
            }
        ]
    }
    state = {"root_module": {}, "outputs": {"id": {"sensitive": False, "value": "good-name"}}}
    verbose = lines(
        {"type": "test_plan", "@testrun": "good", "test_plan": plan},
        {"type": "test_state", "@testrun": "wrong_name", "test_state": state},
    )
    runs = read(DONE, TEST, verbose).runs
    assert runs[0].shown == '+ aws_s3_bucket.this\n      bucket = "good-name"'
    assert runs[1].shown == '  output.id = "good-name"'
    assert runs[2].shown == ""


def test_output_of_other_programs_is_passed_over() -> None:
    assert read("some text\n", INIT, DONE, "{not json\n", TEST) == read(INIT, DONE, TEST)
