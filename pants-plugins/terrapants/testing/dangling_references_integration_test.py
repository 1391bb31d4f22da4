"""A module that names what is not there fails in `tf-test`, with one message and its position."""

from __future__ import annotations

import re

import pytest
from pants.testutil.rule_runner import RuleRunner

from terrapants.terraform.testutil import DANGLING
from terrapants.testing.testutil import lines, new_rule_runner, tf_test, write


@pytest.fixture(scope="module")
def rule_runner() -> RuleRunner:
    """One for all tests; each writes to directories of its own."""
    return new_rule_runner()


@pytest.mark.parametrize("case", DANGLING)
def test_it_fails_where_the_mistake_is(rule_runner: RuleRunner, case: str) -> None:
    files, place = DANGLING[case]
    write(rule_runner, case, files)
    result = tf_test(rule_runner, f"{case}::")
    assert result.exit_code == 1
    (error,) = [line for line in lines(result) if "error: " in line]
    # Terraform's position is that of the argument, ours that of the expression.
    file, _, line = place.partition(":")
    assert re.match(rf"{case}/{file}:{line.partition(':')[0]}", error), error
