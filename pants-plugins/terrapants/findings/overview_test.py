from __future__ import annotations

from terrapants.findings.finding import Finding, Severity, render
from terrapants.findings.overview import MOST_SHOWN, overview


def findings(number: int, rule: str, severity: Severity = Severity.ERROR) -> list[Finding]:
    return [Finding(rule, severity, f"{rule} {i}", f"m{i}/main.tf", 1) for i in range(number)]


def test_few_findings_are_shown_as_they_are() -> None:
    few = findings(MOST_SHOWN, "naming")
    assert overview(few, "--all") == render(few)


def test_of_many_findings_each_rule_shows_a_few() -> None:
    many = [
        *findings(100, "often", Severity.WARNING),
        *findings(2, "seldom"),
        *findings(40, "naming"),
    ]
    assert overview(many, "--all").splitlines() == [
        "naming: 40 errors in 40 files",
        "m0/main.tf:1: error: naming 0 [naming]",
        "m1/main.tf:1: error: naming 1 [naming]",
        "m2/main.tf:1: error: naming 2 [naming]",
        "  … and 37 more",
        "",
        "seldom: 2 errors in 2 files",
        "m0/main.tf:1: error: seldom 0 [seldom]",
        "m1/main.tf:1: error: seldom 1 [seldom]",
        "",
        "often: 100 warnings in 100 files",
        "m0/main.tf:1: warning: often 0 [often]",
        "m1/main.tf:1: warning: often 1 [often]",
        "m2/main.tf:1: warning: often 2 [often]",
        "  … and 97 more",
        "",
        "To see all 142: --all",
    ]


def test_what_is_about_no_rule_comes_first() -> None:
    problem = Finding("", Severity.ERROR, "the baseline cannot be read")
    text = overview([*findings(MOST_SHOWN, "naming"), problem], "--all")
    assert text.startswith("error: the baseline cannot be read\n\nnaming: 30 errors")


def test_one_of_a_rule_is_singular() -> None:
    text = overview([*findings(MOST_SHOWN, "naming"), *findings(1, "seldom")], "--all")
    assert "seldom: 1 error in 1 file\n" in text
