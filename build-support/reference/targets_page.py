"""The page of the targets and of the fields."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import get_type_hints

from pants.engine.target import Field, StringField, Target
from pants.help.help_info_extracter import pretty_print_type_hint
from pants.util.strutil import strval

from markdown import code, prose
from suite import Suite, fields_of, is_described, is_ours

INTRODUCTION = """\
The targets and fields that the suite defines. `./pants help <target>` also describes the fields
that come from Pants, which are only named here.
"""


def page(suite: Suite) -> str:
    ours = [each for each in suite.target_types() if is_ours(each)]
    return "\n\n".join(
        (
            "# Targets and fields",
            INTRODUCTION.strip(),
            *(_target(each, suite) for each in ours),
            *_added(suite),
        )
    )


def _target(target: type[Target], suite: Suite) -> str:
    fields = [*fields_of(target, suite)]
    of_pants = sorted(code(field.alias) for field in fields if not is_described(field))
    return "\n\n".join(
        (
            f"## `{target.alias}`",
            prose(strval(target.help)),
            *_fields(fields),
            *((f"From Pants: {', '.join(of_pants)}.",) if of_pants else ()),
        )
    )


def _added(suite: Suite) -> Iterator[str]:
    """Fields of targets that are not the suite's."""
    for target in suite.target_types():
        fields = [*_fields(fields_of(target, suite))]
        if fields and not is_ours(target):
            yield f"## `{target.alias}`"
            yield "This target comes from Pants. The suite adds these fields:"
            yield from fields


def _fields(fields: Iterable[type[Field]]) -> Iterator[str]:
    for field in fields:
        if is_described(field):
            yield f"### {code(field.alias)}\n\n{_kind(field)}\n\n{prose(strval(field.help))}"


def _kind(field: type[Field]) -> str:
    hint = pretty_print_type_hint(get_type_hints(field.compute_value)["raw_value"])
    if issubclass(field, StringField) and field.valid_choices is not None:
        choices = [str(getattr(each, "value", each)) for each in field.valid_choices]
        hint = " | ".join(f'"{each}"' for each in choices)
    hint = hint.replace(" | None", "")
    if field.required:
        return f"{code(hint)}, required."
    default = "none" if field.default is None else code(repr(field.default))
    return f"{code(hint)}, default: {default}."
