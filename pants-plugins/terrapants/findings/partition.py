"""One report for all batches of a linter's partition."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from pants.core.goals.lint import LintResult
from pants.engine.fs import EMPTY_DIGEST, Digest


@dataclass(frozen=True)
class WholePartition:
    """All elements of a partition, as its metadata.

    Pants lints a large partition in batches, each with a result of its own, and writes the report
    of each result. Code-scanning services accept one report of a tool, so that one batch has to
    report for all of them.

    :param elements: sorted, and not empty.
    """

    elements: tuple[str, ...]

    @property
    def description(self) -> None:
        return None

    def is_reported_by(self, batch: Collection[str]) -> bool:
        """Whether it is the batch that reports for all: the first one."""
        return self.elements[0] in batch

    def with_report(self, result: LintResult, batch: Collection[str], report: Digest) -> LintResult:
        """The result of that batch with the report.

        Pants writes the report of a tool with one result to `dist/lint/<tool>/`, and the reports of
        one with several results to directories below, named by the description. This one is always
        written to the former.
        """
        is_nested = report != EMPTY_DIGEST and len(batch) < len(self.elements)
        return replace(result, report=report, partition_description="." if is_nested else None)
