"""Many findings as a person wants to read them first: by rule, with a few of each."""

from __future__ import annotations

from collections.abc import Iterable

from terrapants.findings.finding import Finding, Severity, render

# So many are shown one by one, in the order of the files.
MOST_SHOWN = 30
_OF_EACH_RULE = 3
_ORDER = (Severity.ERROR, Severity.WARNING, Severity.NOTE)


def overview(findings: Iterable[Finding], how_to_see_all: str) -> str:
    """The findings; of many only the first few of each rule, with their number.

    :param how_to_see_all: the option for it.
    """
    found = tuple(findings)
    if len(found) <= MOST_SHOWN:
        return render(found)
    by_rule: dict[tuple[Severity, str], list[Finding]] = {}
    for finding in found:
        by_rule.setdefault((finding.severity, finding.rule), []).append(finding)
    parts: list[str] = []
    # What fails comes first, then what there is most of.
    for (severity, rule), of_rule in sorted(
        by_rule.items(), key=lambda item: (_ORDER.index(item[0][0]), -len(item[1]), item[0][1])
    ):
        more = len(of_rule) - _OF_EACH_RULE
        number = f"{len(of_rule)} {severity.value}{'' if len(of_rule) == 1 else 's'}"
        files = len({finding.path for finding in of_rule})
        if not rule:
            # About the run as a whole.
            parts.insert(0, render(of_rule))
            continue
        title = f"{rule}: {number} in {files} file{'' if files == 1 else 's'}"
        rest = f"\n  … and {more} more" if more > 0 else ""
        parts.append(f"{title}\n{render(of_rule[:_OF_EACH_RULE])}{rest}")
    return "\n\n".join((*parts, f"To see all {len(found)}: {how_to_see_all}"))
