"""A plan as lines of text, for consoles and for reports that people read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from terrapants.deploying.attribute_changes import AttributeChange
from terrapants.deploying.planned_changes import (
    Action,
    FailedCheck,
    OutputChange,
    PlannedChanges,
    Replacement,
    ResourceChange,
)
from terrapants.deploying.value_text import (
    KNOWN_AFTER_APPLY,
    printable,
    shortened,
    shortened_pair,
)

WIDTH = 100
# How many attributes of a resource are shown.
MOST_ATTRIBUTES = 30
# How many of those are named whose values are not known yet.
_MOST_UNKNOWN = 8

# Terraform's, and others that look like them where it has none.
_SYMBOLS = {
    Action.CREATE: "+",
    Action.UPDATE: "~",
    Action.DELETE: "-",
    Action.READ: "<=",
    Action.FORGET: ".",
    Action.IMPORT: "<<",
    Action.MOVE: ">>",
    Action.DEFER: "?",
    Action.NONE: "=",
}
_REPLACEMENT_SYMBOLS = {Replacement.CREATE_BEFORE_DESTROY.value: "+/-"}
_WORDS = {
    Action.DELETE: "destroyed",
    Action.READ: "read when the plan is applied",
    Action.FORGET: "leaves the state, but is not destroyed",
    Action.DEFER: "deferred",
}
_INDENT = " " * 6
_ARROW = " → "
_FORCES = " (forces replacement)"
# The shortest that a value is cut to before it moves to a line of its own.
_SHORTEST_VALUE = 24
# Of these, the values that are lost or read are not what a reader wants to know.
_WITHOUT_ATTRIBUTES = (Action.DELETE, Action.READ, Action.FORGET, Action.MOVE, Action.IMPORT)


def plan_entries(planned: PlannedChanges) -> Iterator[list[str]]:
    """The lines of each change, output, drifted resource, and failed check."""
    for change in planned.changes:
        yield change_lines(change)
    for address in planned.invoked_actions:
        yield fitted(f"  ! {printable(address)} is invoked")
    for output in planned.outputs:
        yield list(_output_lines(output))
    for each in planned.drift:
        yield _drift_lines(each)
    for check in planned.failed_checks:
        yield list(_check_lines(check))


def change_lines(change: ResourceChange) -> list[str]:
    """The symbol and the address, what is to know, and then the attributes."""
    lines = fitted(f"{_symbol(change)} {_title(change)}")
    if change.action not in _WITHOUT_ATTRIBUTES:
        lines += _attribute_lines(change.attributes)
    return lines


def _symbol(change: ResourceChange) -> str:
    if change.action is Action.REPLACE:
        return _REPLACEMENT_SYMBOLS.get(change.replacement, "-/+")
    return _SYMBOLS[change.action].rjust(3)


def _title(change: ResourceChange) -> str:
    said = [_WORDS[change.action]] if change.action in _WORDS else []
    if change.replacement:
        said.append(f"replaced ({change.replacement})")
    if change.is_move:
        said.append(f"moved from {printable(change.previous_address)}")
    if change.is_import:
        said.append(f"imported by the ID {printable(change.import_id)}")
    if change.reason:
        said.append(f"because {printable(change.reason)}")
    deposed = f" (deposed object {printable(change.deposed)})" if change.deposed else ""
    rest = f": {', '.join(said)}" if said else ""
    return f"{_place(change)}{deposed}{rest}"


def _place(change: ResourceChange) -> str:
    """The address, and where it is declared."""
    where = f" ({printable(change.path)}:{change.line})" if change.path else ""
    return f"{printable(change.address)}{where}"


def _drift_lines(change: ResourceChange) -> list[str]:
    if change.action is Action.DELETE:
        return fitted(f"  - {_place(change)}: was deleted outside of Terraform")
    lines = fitted(f"  ~ {_place(change)}: was changed outside of Terraform")
    return lines + _attribute_lines(change.attributes)


def _output_lines(output: OutputChange) -> Iterator[str]:
    symbol = _SYMBOLS.get(output.action, "~").rjust(3)
    name = f"output {printable(output.name)}"
    if output.action is Action.DELETE:
        yield from fitted(f"{symbol} {name}: is removed")
        return
    if len(output.attributes) == 1 and not output.attributes[0].path:
        yield from _difference_lines(f"{symbol} {name}", output.attributes[0])
        return
    yield from fitted(f"{symbol} {name}")
    yield from _attribute_lines(output.attributes)


def _check_lines(check: FailedCheck) -> Iterator[str]:
    said = "could not be evaluated" if check.status == "error" else "does not hold"
    messages = " ".join(map(printable, check.messages))
    rest = f": {messages}" if messages else ""
    yield from fitted(f"  ! {printable(check.address)} {said}{rest}")


def _attribute_lines(attributes: Sequence[AttributeChange]) -> list[str]:
    """What forces a replacement comes first; what is only known later is one line."""
    forcing = [each for each in attributes if each.forces_replacement]
    others = [each for each in attributes if not each.forces_replacement]
    later = [each for each in others if each.after == KNOWN_AFTER_APPLY]
    shown = [*forcing, *(each for each in others if each.after != KNOWN_AFTER_APPLY)]
    lines = [
        line
        for each in shown[:MOST_ATTRIBUTES]
        for line in _difference_lines(f"{_INDENT}{_name(each)}", each)
    ]
    left = len(shown) - MOST_ATTRIBUTES
    if left > 0:
        lines.append(f"{_INDENT}… and {left} more attribute{'' if left == 1 else 's'}")
    if later:
        names = ", ".join(_name(each) for each in later[:_MOST_UNKNOWN])
        left = len(later) - _MOST_UNKNOWN
        rest = f", … and {left} more" if left > 0 else ""
        lines += fitted(f"{_INDENT}known after apply: {names}{rest}")
    return lines


def _name(attribute: AttributeChange) -> str:
    where = f" ({printable(attribute.part)})" if attribute.part else ""
    return f"{printable(attribute.path)}{where}" if attribute.path else where.strip() or "value"


def _difference_lines(name: str, attribute: AttributeChange) -> Iterator[str]:
    """`name: before → after`, on three lines where one does not hold it."""
    forces = _FORCES if attribute.forces_replacement else ""
    before, after = attribute.before, attribute.after
    name = shortened(name, WIDTH - len(forces) - 1)
    if before is None or after is None:
        value = printable((before if after is None else after) or "")
        rest = f"{_ARROW}null" if after is None else ""
        room = WIDTH - len(name) - len(": ") - len(rest) - len(forces)
        if room >= min(_SHORTEST_VALUE, len(value)):
            yield f"{name}: {shortened(value, room)}{rest}{forces}"
            return
        yield f"{name}:{forces}"
        indent = f"{_INDENT}  "
        yield f"{indent}{shortened(value, WIDTH - len(indent) - len(rest))}{rest}"
        return
    before, after = printable(before), printable(after)
    room = WIDTH - len(name) - len(": ") - len(_ARROW) - len(forces)
    if len(before) + len(after) <= room:
        yield f"{name}: {before}{_ARROW}{after}{forces}"
        return
    indent = f"{_INDENT}  "
    before, after = shortened_pair(before, after, WIDTH - len(indent) - 2)
    yield f"{name}:{forces}"
    yield f"{indent}{before}"
    yield f"{indent}→ {after}"


def fitted(text: str) -> list[str]:
    """The text in lines of at most `WIDTH` characters. It is broken at spaces; an address that is
    longer than a line is not broken."""
    indent = " " * (len(text) - len(text.lstrip()))
    lines: list[str] = []
    line = ""
    for word in text[len(indent) :].split(" "):
        longer = f"{line} {word}" if line else f"{indent}{word}"
        if line and len(longer) > WIDTH:
            lines.append(line)
            indent = f"{_INDENT}  "
            longer = f"{indent}{word}"
        line = longer
    return [*lines, line]
