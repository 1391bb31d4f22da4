from __future__ import annotations

import pytest

from terrapants.findings.baseline import (
    Counts,
    InvalidBaseline,
    Sorted,
    counted,
    kept,
    read,
    write,
)
from terrapants.findings.baseline import sort_out as sort_out_known_as
from terrapants.findings.finding import Finding, Severity


def finding(message: str, line: int = 1, path: str = "m/main.tf", rule: str = "naming") -> Finding:
    return Finding(rule, Severity.ERROR, message, path, line)


def sort_out(accepted: Counts, tool: str, findings: list[Finding]) -> Sorted:
    return sort_out_known_as(accepted, tool, findings, {})


def test_a_finding_that_moved_is_still_accepted() -> None:
    accepted = counted("rules", [finding("a", line=3)])
    assert sort_out(accepted, "rules", [finding("a", line=90)]).new == ()


@pytest.mark.parametrize(
    "other",
    [
        finding("b"),
        finding("a", path="n/main.tf"),
        finding("a", rule="other"),
        # Twice, where one is accepted.
        finding("a", line=7),
    ],
)
def test_anything_else_is_new(other: Finding) -> None:
    accepted = counted("rules", [finding("a")])
    found = sort_out(accepted, "rules", [finding("a"), other])
    assert (found.new, found.accepted) == ((other,), 1)


def test_how_pants_is_started_makes_no_difference() -> None:
    accepted = counted("rules", [finding("run `./pants fix m:`")])
    assert sort_out(accepted, "rules", [finding("run `pants fix m:`")]).new == ()


def test_another_finding_may_stand_for_one_in_the_baseline() -> None:
    shown, known = finding("bucket is public"), finding("bucket is public (aws_s3_bucket.this)")
    accepted = counted("scan", [known])
    assert sort_out_known_as(accepted, "scan", [shown], {shown: known}).new == ()
    assert sort_out(accepted, "scan", [shown]).new == (shown,)


def test_each_tool_has_its_own() -> None:
    accepted = counted("rules", [finding("a")])
    assert sort_out(accepted, "module-readme", [finding("a")]).new == (finding("a"),)


def test_a_finding_without_a_file_is_never_accepted() -> None:
    about_an_option = finding("a", path="")
    assert not counted("rules", [about_an_option])


def test_what_is_written_is_read() -> None:
    accepted = counted("rules", [finding("a"), finding("a", line=2), finding("ß", path="n/x.tf")])
    assert read(write(accepted)) == accepted
    assert write(read(write(accepted))) == write(accepted)
    assert read(write({})) == {}


def test_a_diff_shows_each_finding_as_a_line() -> None:
    lines = write(counted("rules", [finding("a"), finding("b")])).splitlines()
    assert [line.strip(' ",') for line in lines if '"a"' in line or '"b"' in line] == ["a", "b"]


def test_only_what_is_still_found_is_kept() -> None:
    accepted = counted("rules", [finding("a"), finding("a", line=2), finding("gone")])
    found = counted("rules", [finding("a"), finding("new")])
    assert kept(accepted, found) == counted("rules", [finding("a")])


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{", "line 1 is not JSON"),
        ("[]", "not made of objects"),
        ('{"rules": []}', "not made of objects"),
        ('{"rules": {"m/main.tf": {"naming": "a"}}}', "naming in m/main.tf are not a list"),
        ("[" * 100_000, "too deeply"),
    ],
)
def test_what_is_no_baseline(text: str, why: str) -> None:
    with pytest.raises(InvalidBaseline, match=why):
        read(text)
