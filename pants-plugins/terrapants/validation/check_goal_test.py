from __future__ import annotations

from terrapants.findings.finding import Finding, Severity
from terrapants.validation.check_goal import summary, with_examples
from terrapants.validation.validating import Validated

ERROR = Finding("", Severity.ERROR, "no", "a/main.tf", 1, 1)
WARNING = Finding("", Severity.WARNING, "hm", "a/main.tf", 2, 1)
MODULES = ("", "a", "a/examples/one", "a/examples/two", "a/examples/two/part", "ab", "examples/x")


def test_the_examples_of_a_module_are_validated_with_it() -> None:
    assert with_examples(["a"], MODULES, []) == ("a", "a/examples/one", "a/examples/two")
    assert with_examples([""], MODULES, []) == ("", "examples/x")
    assert with_examples(["ab", "a/examples/two"], MODULES, []) == ("a/examples/two", "ab")


def test_each_directory_is_there_once() -> None:
    assert with_examples(["a", "a/examples/one", "a"], MODULES, []) == (
        "a",
        "a/examples/one",
        "a/examples/two",
    )


def test_an_example_that_opts_out_is_left_out() -> None:
    assert with_examples(["a"], MODULES, ["a/examples/one"]) == ("a", "a/examples/two")


def test_the_summary_counts_modules_and_findings() -> None:
    valid, warned = Validated("b", ()), Validated("c", (WARNING,))
    assert summary([valid]) == "1 module: 1 valid"
    assert summary([valid, warned]) == "2 modules: 2 valid (1 warning)"
    # What a module and its example both have is one finding.
    broken = [Validated("a", (ERROR,)), Validated("a/examples/one", (ERROR, WARNING))]
    assert summary([valid, *broken]).splitlines() == [
        "invalid  a",
        "invalid  a/examples/one",
        "3 modules: 1 valid, 2 invalid (1 error, 1 warning)",
    ]
