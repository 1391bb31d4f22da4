from __future__ import annotations

from terrapants.findings.finding import (
    Finding,
    Severity,
    count,
    fails,
    in_order,
    render,
    with_source_line,
)

ERROR = Finding("variable-type", Severity.ERROR, 'variable "a" has no type', "a/main.tf", 3, 1)
WARNING = Finding("file-names", Severity.WARNING, "outputs.tf is missing", "a/main.tf")
NOTE = Finding("", Severity.NOTE, "nothing to do")


def test_the_rule_and_as_much_of_the_position_as_is_known_are_shown() -> None:
    assert render([ERROR]) == 'a/main.tf:3:1: error: variable "a" has no type [variable-type]'
    assert render([WARNING]) == "a/main.tf: warning: outputs.tf is missing [file-names]"
    assert render([NOTE]) == "note: nothing to do"
    assert Finding("", Severity.NOTE, "x", "a.tf", 4).position == "a.tf:4"


def test_only_errors_fail() -> None:
    assert fails([WARNING, ERROR])
    assert not fails([WARNING, NOTE])
    assert not fails([])


def test_findings_are_counted_by_severity() -> None:
    assert count([WARNING, ERROR, ERROR, NOTE]) == "2 errors, 1 warning, 1 note"
    assert count([WARNING]) == "1 warning"
    assert count([]) == ""


def test_findings_are_in_the_order_of_files_and_lines_and_each_is_there_once() -> None:
    later = Finding("variable-type", Severity.ERROR, "x", "a/main.tf", 20, 1)
    assert in_order([later, ERROR, WARNING, later]) == (WARNING, ERROR, later)


def test_a_finding_gets_the_line_it_points_at() -> None:
    text = 'x = 1\r\n\u2028\nvariable "a" {}\n'
    assert with_source_line(ERROR, text).source == 'variable "a" {}'
    assert with_source_line(ERROR, "too short").source == ""
    assert with_source_line(WARNING, text).source == ""


def test_of_a_very_long_line_the_part_at_the_position_is_shown() -> None:
    text = "x" * 1000 + "here" + "y" * 100_000
    found = with_source_line(Finding("", Severity.NOTE, "m", "a.tf.json", 1, 1001), text)
    assert found.source == "here" + "y" * 296 + " …"
