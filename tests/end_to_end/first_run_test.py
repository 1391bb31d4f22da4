"""The README's first command, in a fresh copy with empty caches, and what follows from it."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator

import pytest

from end_to_end.checkout import Checkout

MODULE = "infra-packages/aws/kms-key"
# Those with mocks.
TESTS = f"{MODULE}:tests"


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checkout]:
    """Nothing is installed yet."""
    made = Checkout(tmp_path_factory.mktemp("first_run"))
    yield made
    made.remove()


def test_first_run_gives_verdicts(checkout: Checkout) -> None:
    finished = checkout.pants("tf-test", TESTS)

    assert finished.exit_code == 0, finished.stdout + finished.stderr
    for name in ("defaults", "options", "policy", "validation"):
        line = finished.line(f"passed  {MODULE}  tests/{name}.tftest.hcl")
        assert line.endswith("s")
        assert "cached" not in line
    assert finished.stdout.splitlines()[-1].startswith("4 test files: 4 passed (")
    assert "DEPRECATED" not in finished.stderr
    assert finished.warnings == []


def test_second_run_is_cached_and_reports_each_run_block(checkout: Checkout) -> None:
    finished = checkout.pants("tf-test", "--report", TESTS)

    assert finished.exit_code == 0
    assert finished.stdout.count("cached") == 4
    reports = sorted((checkout.root / "dist/tf-test/reports").iterdir())
    assert [report.name for report in reports] == [
        f"infra-packages.aws.kms-key.tests.{name}.tftest.hcl.xml"
        for name in ("defaults", "options", "policy", "validation")
    ]
    suite = ElementTree.parse(reports[0]).find("testsuite")
    assert suite is not None
    assert suite.get("name") == f"{MODULE}/tests/defaults.tftest.hcl"
    assert int(suite.get("tests", "0")) == len(suite.findall("testcase")) >= 3


def test_the_test_goal_uses_the_same_results(checkout: Checkout) -> None:
    finished = checkout.pants("test", TESTS)

    assert finished.exit_code == 0
    succeeded = [line for line in finished.stderr.splitlines() if line.startswith("✓")]
    assert len(succeeded) == 4
    assert all("(memoized)" in line or "(cached locally)" in line for line in succeeded)


def test_a_failure_names_the_run_and_the_condition(checkout: Checkout) -> None:
    checkout.write("broken/main.tf", 'output "answer" {\n  value = 41\n}\n')
    checkout.write(
        "broken/tests/answer.tftest.hcl",
        'run "answers" {\n  assert {\n    condition     = output.answer == 42\n'
        '    error_message = "The answer is wrong."\n  }\n}\n',
    )
    tailored = checkout.pants("tailor", "broken::")
    assert tailored.exit_code == 0, tailored.stderr
    assert (checkout.root / "broken/BUILD").read_text().split() == [
        "terraform_module()",
        "terraform_tests(",
        'name="tests",',
        ")",
    ]

    finished = checkout.pants("tf-test", "broken::")

    assert finished.exit_code == 1
    assert 'run "answers" failed' in finished.stdout
    assert "broken/tests/answer.tftest.hcl:3:21: error: Test assertion failed" in finished.stdout
    assert "output.answer == 42" in finished.stdout
    assert "output.answer is 41" in finished.stdout
    assert "The answer is wrong." in finished.stdout
    assert finished.line("failed  broken  tests/answer.tftest.hcl")
    assert "Traceback" not in finished.stdout + finished.stderr


def test_a_goal_that_had_nothing_to_do_says_so(checkout: Checkout) -> None:
    checkout.write("new/module/main.tf", 'output "answer" {\n  value = 41\n}\n')
    for goal in ("check", "fix", "fmt", "lint", "test"):
        narrow = checkout.pants(goal, "infra-packages")
        assert narrow.exit_code == 1
        assert narrow.stderr.splitlines()[-1] == (
            f"`{goal}` had nothing to do: no Terraform file is in `infra-packages` itself: did you "
            "mean `infra-packages::`?"
        )
        unowned = checkout.pants(goal, "new::")
        assert unowned.exit_code == 1
        assert "No target owns new/module/main.tf" in unowned.stderr
