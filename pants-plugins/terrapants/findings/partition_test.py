from __future__ import annotations

from terrapants.findings.partition import WholePartition


def test_the_first_batch_reports_for_all() -> None:
    whole = WholePartition(("a", "b", "c"))
    assert whole.is_reported_by(("a", "b"))
    assert not whole.is_reported_by(("c",))


def test_the_report_is_in_the_directory_of_the_tool() -> None:
    whole = WholePartition(("a", "b"))
    assert whole.report_directory(("a", "b")) is None
    assert whole.report_directory(("a",)) == "."
