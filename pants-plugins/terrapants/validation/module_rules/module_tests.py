"""Whether a module is tested."""

from __future__ import annotations

from collections.abc import Iterator

from terrapants.findings.finding import Severity
from terrapants.hcl.position import Position
from terrapants.terraform.module_kind import ModuleKind
from terrapants.validation.module_rules.linted_module import LintedModule
from terrapants.validation.module_rules.module_rule import ModuleRule, Remark


def _tests(module: LintedModule) -> Iterator[Remark]:
    if module.kind is ModuleKind.REUSABLE and not module.tests:
        yield Remark(
            module.whole,
            "the module has no test: there is no *.tftest.hcl file in it or below it, and none "
            "elsewhere loads it",
        )


def _empty_tests(module: LintedModule) -> Iterator[Remark]:
    for test in module.tests:
        tested_here = test.module_directory == module.directory
        if tested_here and test.facts.tests is not None and not test.runs:
            yield Remark(
                Position(test.path, 0, 0),
                "the file has no run block, so it tests nothing; add one, or delete the file",
            )


def _untested_validations(module: LintedModule) -> Iterator[Remark]:
    if not module.tests or module.kind not in (ModuleKind.REUSABLE, ModuleKind.ROOT):
        # Where there is no test at all, the rule `terraform-module-tests` says so.
        return
    expected = {
        failure.partition("[")[0]
        for test in module.tests
        for run in test.runs
        if test.loaded(run) == module.directory
        for failure in run.expect_failures
    }
    for variable in module.interface.variables:
        if variable.validations and f"var.{variable.name}" not in expected:
            yield Remark(
                variable.validations[0],
                f'no test expects the validation of variable "{variable.name}" to fail: add a run '
                f"with expect_failures = [var.{variable.name}]",
            )


RULES = (
    ModuleRule(
        "terraform-module-tests",
        Severity.ERROR,
        "A reusable module needs at least one test.",
        _tests,
    ),
    ModuleRule(
        "terraform-empty-test",
        Severity.ERROR,
        "A test file without a run block tests nothing.",
        _empty_tests,
    ),
    ModuleRule(
        "terraform-untested-validation",
        Severity.WARNING,
        "A condition that no test makes false may never be false.",
        _untested_validations,
    ),
)
