from __future__ import annotations

from pants.core.goals.lint import LintResult
from pants.engine.fs import EMPTY_DIGEST, Digest

from terrapants.findings.partition import WholePartition

WHOLE = WholePartition(("a", "b", "c"))
RESULT = LintResult(0, "", "", "tool")
REPORT = Digest("0" * 64, 1)


def test_the_first_batch_reports_for_all() -> None:
    assert WHOLE.is_reported_by(("a", "b"))
    assert not WHOLE.is_reported_by(("c",))


def test_the_report_is_in_the_directory_of_the_tool() -> None:
    several = WHOLE.with_report(RESULT, ("a",), REPORT)
    assert (several.report, several.partition_description) == (REPORT, ".")
    assert WHOLE.with_report(RESULT, WHOLE.elements, REPORT).partition_description is None
    # Pants shows the description.
    assert WHOLE.with_report(RESULT, ("a",), EMPTY_DIGEST).partition_description is None
