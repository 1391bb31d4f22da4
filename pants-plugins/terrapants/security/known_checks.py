"""Which checks checkov has: a misspelt id would otherwise go unnoticed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from pants.util.frozendict import FrozenDict

from terrapants.findings.suggestion import did_you_mean
from terrapants.security.settings import matches

SEVERITIES = ("LOW", "MEDIUM", "HIGH", "CRITICAL")
# Not listed, because it is part of the search for other secrets.
_UNLISTED = {"CKV_SECRET_10": frozenset({"secrets"})}
# The kind of code in `checkov --list`, where it is not the framework's name.
_KINDS = {"terraform_json": "terraform", "terraform_plan": "terraform"}


@dataclass(frozen=True)
class KnownChecks:
    """:param kinds: checkov's own checks by id: the kinds of code that each is for, in lower case.

    :param own: all words in the files with the user's checks, among them the ids of those checks.
    """

    kinds: FrozenDict[str, frozenset[str]] = field(default_factory=FrozenDict)
    own: frozenset[str] = frozenset()

    def knows(self, pattern: str, frameworks: Iterable[str] = ()) -> bool:
        """Whether a check has this id, or matches this glob.

        :param frameworks: if given, the check must be for one of them.
        """
        wanted = {_KINDS.get(name, name) for name in frameworks}
        return any(matches(word, (pattern,)) for word in self.own) or any(
            (not wanted or "all" in wanted or kinds & wanted) and matches(check_id, (pattern,))
            for check_id, kinds in self.kinds.items()
        )

    def advice(self, pattern: str) -> str:
        """What to tell the user about an id that no check has: a sentence, or nothing."""
        if pattern.upper() in SEVERITIES:
            return " Only the vendor's platform knows severities, and a scan does not ask it."
        return did_you_mean(pattern.upper(), self.kinds, cutoff=0.8)


def read_listing(listing: str) -> KnownChecks:
    """Reads the output of `checkov --list`: a table with a check's id in its second column, and the
    kind of code that the check is for in the last but one."""
    kinds: dict[str, frozenset[str]] = dict(_UNLISTED)
    for line in listing.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if len(cells) >= 6 and cells[0].isdigit():
            kinds[cells[1]] = kinds.get(cells[1], frozenset()) | {cells[-2].lower()}
    return KnownChecks(FrozenDict(kinds))
