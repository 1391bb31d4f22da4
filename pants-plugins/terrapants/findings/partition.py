"""One report for all batches of a partition."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True)
class WholePartition:
    """All elements of a partition, as its metadata.

    Pants lints a large partition in batches, each with a result of its own, and writes the report
    of each result. Code-scanning services accept one report of a tool, so that one batch has to
    report for all of them.

    :param elements: in the order of their names, and not empty.
    """

    elements: tuple[str, ...]

    @property
    def description(self) -> None:
        return None

    def is_reported_by(self, batch: Collection[str]) -> bool:
        """Whether it is the batch that reports for all: the first one."""
        return self.elements[0] in batch

    def report_directory(self, batch: Collection[str]) -> str | None:
        """The `partition_description` of the result that has the report.

        Without one, Pants would write the report of a tool with several results to another
        directory than that of a tool with one result, `dist/lint/<tool>/`.
        """
        return None if len(batch) == len(self.elements) else "."
