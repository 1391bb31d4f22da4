"""Plans as a comment on a pull request: a table, and below it each plan, collapsed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from terrapants.deploying.plan_counts import PlanCounts
from terrapants.deploying.plan_lines import plan_entries
from terrapants.deploying.planned_changes import DeploymentPlan, totals
from terrapants.deploying.value_text import printable, shortened

# The longest comments, in characters.
GITHUB_LIMIT = 65_536
GITLAB_LIMIT = 1_000_000

# With it, a job finds the comment that it wrote before.
MARKER = "<!-- terrapants: plans -->"

_COLUMNS = ("add", "change", "replace", "destroy")
# What Markdown, HTML and GitHub's and GitLab's own additions give a meaning to.
_SPECIAL = re.compile(r"[^\w\s./-]|_", re.ASCII)
_NOT_IN_A_LINK = re.compile(r"[^\w:/?&=.,;%#~+@-]", re.ASCII)
# Below this, a block says nothing worth its space.
_SHORTEST_BLOCK = 400


def render_comment(
    plans: Sequence[DeploymentPlan], limit: int = GITHUB_LIMIT, link: str = ""
) -> str:
    """The comment, of at most `limit` characters.

    Where not everything fits, the plans that are longest lose changes first, each block stays
    whole Markdown, and a sentence says so.

    :param link: a URL of the whole report, to be named in that sentence.
    """
    cut_note = _cut_note(link)
    room = limit - len(cut_note)
    head, rows = _head(plans)
    table = _cut(rows, room - len(head))
    blocks = [_Block(plan) for plan in plans if _has_details(plan)]
    room -= len(head) + sum(map(len, table))
    most = _share([block.length for block in blocks], room)
    is_whole = table == rows and all(block.length <= most for block in blocks)
    texts = (block.text(most) for block in blocks)
    return "".join((head, *table, *texts, "" if is_whole else cut_note))


class _Block:
    """A collapsed plan."""

    def __init__(self, plan: DeploymentPlan) -> None:
        self._opening = (
            f"\n<details><summary>{_code(plan.address)}: {escaped(plan.summary)}</summary>\n\n"
        )
        self._closing = "\n</details>\n"
        entries = [[shortened(printable(line), 1000)] for line in plan.error.splitlines()]
        if plan.planned is not None:
            entries += map(_in_color, plan_entries(plan.planned))
        texts = ["".join(f"{line}\n" for line in entry) for entry in entries]
        self._texts = texts
        # Longer than any fence in the text, so that nothing in it can end the block.
        longest = max((len(each) for text in texts for each in re.findall("`+", text)), default=0)
        self._fence = "`" * max(3, longest + 1)
        self._frame = len(self._with(""))
        self.length = self._frame + sum(map(len, texts))

    def text(self, most: int) -> str:
        """The block, of at most `most` characters; nothing if so few are not worth it."""
        texts = self._texts
        if self.length > most:
            texts = self._first(most)
            if not texts:
                return ""
        return self._with("".join(texts))

    def _with(self, body: str) -> str:
        return f"{self._opening}{self._fence}diff\n{body}{self._fence}\n{self._closing}"

    def _first(self, most: int) -> list[str]:
        if most < _SHORTEST_BLOCK:
            return []
        room = most - self._frame - len(_left_out(len(self._texts)))
        taken = []
        for text in self._texts:
            room -= len(text)
            if room < 0:
                break
            taken.append(text)
        left = len(self._texts) - len(taken)
        return [*taken, _left_out(left)] if taken else []


def _left_out(number: int) -> str:
    return f"… and {number} more\n"


def _share(lengths: Sequence[int], room: int) -> int:
    """The length that no block may exceed, so that all of them fit."""
    left = len(lengths)
    for length in sorted(lengths):
        if length * left > room:
            return max(room // left, 0)
        room -= length
        left -= 1
    return max(lengths, default=0)


def _head(plans: Sequence[DeploymentPlan]) -> tuple[str, list[str]]:
    """The marker, a sentence, and the head of the table; and the rows, those of failed plans
    first."""
    head = f"{MARKER}\n### Terraform plans\n\n{totals(plans, '**{} failed**')}.\n"
    if plans:
        head += (
            "\n| Deployment | Environment | Add | Change | Replace | Destroy | Also |\n"
            "| --- | --- | ---: | ---: | ---: | ---: | --- |\n"
        )
    return head, [_row(plan) for plan in sorted(plans, key=lambda plan: not plan.has_failed)]


def _cut(rows: list[str], room: int) -> list[str]:
    """As many rows as fit, and what is said of the others."""
    if sum(map(len, rows)) <= room:
        return rows
    room -= len(_more_rows(len(rows)))
    taken = 0
    while taken < len(rows) and room >= len(rows[taken]):
        room -= len(rows[taken])
        taken += 1
    return [*rows[:taken], _more_rows(len(rows) - taken)]


def _more_rows(number: int) -> str:
    return f"\n… and {number} more deployment{'' if number == 1 else 's'}.\n"


def _row(plan: DeploymentPlan) -> str:
    counts = plan.planned.counts if plan.planned is not None else None
    numbers = [_number(counts, name) for name in _COLUMNS]
    cells = [_code(plan.address), escaped(plan.environment), *numbers, _also(plan, counts)]
    return f"| {' | '.join(cells)} |\n"


def _number(counts: PlanCounts | None, name: str) -> str:
    number = getattr(counts, name) if counts is not None else None
    return "" if number is None else f"**{number}**" if number else "0"


def _also(plan: DeploymentPlan, counts: PlanCounts | None) -> str:
    said = ["**failed**"] if plan.has_failed else []
    if counts is not None:
        said += counts.rarer
    if plan.planned is not None and not plan.planned.complete and not plan.has_failed:
        said.append("not complete")
    return ", ".join(said)


def _has_details(plan: DeploymentPlan) -> bool:
    return bool(plan.error) or (
        plan.planned is not None and next(plan_entries(plan.planned), None) is not None
    )


def _in_color(entry: Iterable[str]) -> list[str]:
    """The lines as a `diff`, in which the sign at the beginning gives the color."""
    first, *rest = entry
    sign, _, title = first.strip().partition(" ")
    return [f"{'!' if sign == '~' else sign} {title}", *rest]


def _cut_note(link: str) -> str:
    whole = ""
    if re.match(r"https?://", link):
        target = _NOT_IN_A_LINK.sub(lambda found: _percent(found[0]), link)
        whole = f" [The whole report]({target}) has everything."

    return f"\nNot everything fits into this comment: some changes are left out.{whole}\n"


def _percent(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode())


def _code(text: str) -> str:
    return f"<code>{escaped(text)}</code>"


def escaped(text: str) -> str:
    """The text so that neither Markdown nor HTML sees anything in it."""
    return _SPECIAL.sub(lambda found: f"&#{ord(found[0])};", printable(text))
