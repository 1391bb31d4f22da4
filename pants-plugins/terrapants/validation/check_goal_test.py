from __future__ import annotations

from terrapants.findings.finding import Finding, Severity
from terrapants.validation.check_goal import summary
from terrapants.validation.validating import Validated

ERROR = Finding("", Severity.ERROR, "no", "a/main.tf", 1, 1)
WARNING = Finding("", Severity.WARNING, "hm", "a/main.tf", 2, 1)


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
