"""What `check` and `lint` say of input that nobody meant."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from pants.testutil.rule_runner import RuleRunner

from terrapants.validation.check_for_tests import check_result, check_rule_runner

BUILD = "terraform_module()\n"
VALID = 'output "x" {\n  value = 1\n}\n'


@pytest.fixture
def rule_runner() -> RuleRunner:
    return check_rule_runner()


def test_a_module_without_terraform_files_is_a_warning(rule_runner: RuleRunner) -> None:
    rule_runner.write_files({"empty/BUILD": BUILD, "empty/README.md": "", "good/main.tf": VALID})
    rule_runner.write_files({"good/BUILD": BUILD})
    found = check_result(rule_runner, "empty", "good")
    assert found.exit_code == 0
    assert found.stdout.splitlines() == [
        "empty: warning: no `*.tf` files are here, so there is nothing to validate",
        "2 modules: 2 valid (1 warning)",
    ]


def test_links_upwards_and_to_nowhere_harm_no_module(rule_runner: RuleRunner) -> None:
    # A link to itself ends Pants before any rule runs: `./pants` refuses it (tests/launcher).
    rule_runner.write_files({"linked/BUILD": BUILD, "linked/main.tf": VALID})
    root = Path(rule_runner.build_root, "linked")
    (root / "above").symlink_to("..")
    (root / "nowhere.txt").symlink_to("nothing.txt")
    assert check_result(rule_runner, "linked").stdout == "1 module: 1 valid"


def test_a_large_generated_file_is_validated_and_not_read(
    rule_runner: RuleRunner, caplog: pytest.LogCaptureFixture
) -> None:
    block = 'locals {{\n  generated_{} = "{}"\n}}\n'
    text = "".join(block.format(number, "x" * 1000) for number in range(5100))
    rule_runner.write_files({"large/BUILD": BUILD, "large/main.tf": text})
    caplog.set_level(logging.WARNING)
    found = check_result(rule_runner, "large")
    assert found.stdout == "1 module: 1 valid"
    assert (
        "large/main.tf has 5.3 MB, and files of more than 1 MB are not read. The dependencies of "
        "this file are not inferred; list them in the `dependencies` field of its target."
    ) in caplog.text
