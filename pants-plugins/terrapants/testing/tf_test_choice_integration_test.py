"""Which files `tf-test` runs, with which arguments, and for how long."""

from __future__ import annotations

import re
from textwrap import dedent

import pytest
from pants.testutil.rule_runner import RuleRunner

from terrapants.testing.tf_test_for_tests import (
    FAILS,
    PASSES,
    lines,
    tf_test,
    tf_test_rule_runner,
    write,
)
from terrapants.testutil.terraform_rule_runner import terraform_options


@pytest.fixture(scope="module")
def rule_runner() -> RuleRunner:
    """One for all tests; each writes to directories of its own."""
    return tf_test_rule_runner()


def test_shards(rule_runner: RuleRunner) -> None:
    write(rule_runner, "shards", a=PASSES, b=PASSES, c=PASSES)
    found: list[str] = []
    for shard in ("0/2", "1/2"):
        result = tf_test(rule_runner, f"--shard={shard}", "shards::")
        assert result.exit_code == 0
        found.extend(re.findall(r"tests/.\.tftest\.hcl", result.stdout))
    assert sorted(found) == [f"tests/{name}.tftest.hcl" for name in "abc"]


def test_empty_shard(rule_runner: RuleRunner) -> None:
    write(rule_runner, "empty_shard", a=PASSES)
    outputs = {}
    for shard in ("0/2", "1/2"):
        result = tf_test(rule_runner, f"--shard={shard}", "empty_shard::")
        assert result.exit_code == 0
        outputs[shard] = lines(result)
    empty = next(shard for shard, output in outputs.items() if len(output) == 1)
    assert outputs.pop(empty) == [f"No tests ran: shard {empty} holds no test file."]
    assert "passed" in outputs.popitem()[1][0]


def test_bad_shard(rule_runner: RuleRunner) -> None:
    write(rule_runner, "bad_shard", a=PASSES)
    result = tf_test(rule_runner, "--shard=2/2", "bad_shard::")
    assert result.exit_code == 1
    assert result.stderr.startswith("Invalid shard specification 2/2 from the [tf-test].shard")


def test_filter(rule_runner: RuleRunner) -> None:
    write(rule_runner, "filter", a=PASSES, b=FAILS)
    result = tf_test(rule_runner, "filter::", "--", "-filter=tests/a.tftest.hcl")
    assert result.exit_code == 0
    assert lines(result) == [
        "filter/tests/b.tftest.hcl",
        "-filter=tests/a.tftest.hcl does not name this file.",
        "",
        "passed filter tests/a.tftest.hcl 1 passed 0.00s",
        "no tests ran filter tests/b.tftest.hcl no runs",
        "2 test files: 1 passed, 1 no tests ran (1 run: 1 passed)",
    ]


def test_filter_that_names_nothing(rule_runner: RuleRunner) -> None:
    write(rule_runner, "unfiltered", a=PASSES)
    result = tf_test(rule_runner, "unfiltered::", "--", "-filter=tests/gone.tftest.hcl")
    assert result.exit_code == 1
    assert lines(result) == [
        "unfiltered/tests/a.tftest.hcl",
        "-filter=tests/gone.tftest.hcl does not name this file.",
        "",
        "no tests ran unfiltered tests/a.tftest.hcl no runs",
        "1 test file: 0 passed, 1 no tests ran (0 runs: 0 passed)",
    ]


def test_arguments_reach_terraform(rule_runner: RuleRunner) -> None:
    write(rule_runner, "arguments", a=FAILS)
    assert tf_test(rule_runner, "arguments::").exit_code == 1
    assert tf_test(rule_runner, "arguments::", "--", "-var", "name=set").exit_code == 0


@pytest.mark.parametrize(
    ("argument", "message"),
    [
        (
            "-junit-xml=out.xml",
            (
                "`-junit-xml=out.xml` cannot be handed to `terraform test`: use `--report`, which "
                "writes a file for each test file."
            ),
        ),
        (
            "-test-directory=other",
            (
                "`-test-directory=other` cannot be handed to `terraform test`: the place of each "
                "test file decides it."
            ),
        ),
        ("-filter", "`-filter` needs a test file, as in `-filter=tests/a.tftest.hcl`."),
    ],
)
def test_refused_arguments(rule_runner: RuleRunner, argument: str, message: str) -> None:
    write(rule_runner, "refused", a=PASSES)
    result = tf_test(rule_runner, "refused::", "--", argument)
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", f"{message}\n")


def test_timeouts(rule_runner: RuleRunner) -> None:
    write(rule_runner, "timeouts", a='run "hangs" {\n}\n')
    rule_runner.write_files(
        {
            "timeouts/hang.tf": dedent(
                """\
                resource "terraform_data" "this" {
                  provisioner "local-exec" {
                    command = "sleep 4"
                  }
                }
                """
            )
        }
    )
    stopped = tf_test(rule_runner, "--timeout-default=2", "timeouts::")
    assert stopped.exit_code == 1
    assert lines(stopped) == [
        "timeouts/tests/a.tftest.hcl",
        (
            'Stopped after 2 seconds, in run "hangs". Raise the `timeout` field of its target if '
            "it needs longer."
        ),
        "",
        "timed out timeouts tests/a.tftest.hcl 0 passed, 1 not run 0.00s",
        "1 test file: 0 passed, 1 timed out (1 run: 0 passed, 1 not run)",
    ]
    unlimited = tf_test(rule_runner, "--no-timeouts", "--timeout-default=2", "timeouts::")
    assert unlimited.exit_code == 0


def test_skipped(rule_runner: RuleRunner) -> None:
    write(rule_runner, "skipped", a=FAILS)
    skipped = tf_test(
        rule_runner, "skipped::", options=(*terraform_options(), "--terraform-testing-skip")
    )
    assert (skipped.exit_code, skipped.stdout) == (0, "")

    build = 'terraform_module()\nterraform_tests(name="tests", skip_terraform_test=True)\n'
    rule_runner.write_files({"skipped/BUILD": build})
    skipped = tf_test(rule_runner, "skipped::")
    assert (skipped.exit_code, skipped.stdout) == (0, "")
