"""`./pants help` fails as a whole where one field has no help."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from types import ModuleType

import pytest
from pants.engine.target import Field, Target, TargetGenerator
from pants.engine.unions import UnionRule
from pants.util.strutil import strval

import repository_files.register
import ruff.register
import terrapants.readme.register
import terrapants.scaffold.register
import terrapants.security.register
import terrapants.testing.register
import terrapants.validation.register

BACKENDS = (
    repository_files.register,
    ruff.register,
    terrapants.readme.register,
    terrapants.scaffold.register,
    terrapants.security.register,
    terrapants.testing.register,
    terrapants.validation.register,
)


def target_types(backend: ModuleType) -> tuple[type[Target], ...]:
    return tuple(backend.target_types()) if hasattr(backend, "target_types") else ()


def fields(backend: ModuleType) -> Iterator[type[Field]]:
    """Those of its own targets, and those that it adds to the targets of others."""
    for target_type in target_types(backend):
        yield from shown_fields(target_type)
    for rule in backend.rules():
        if isinstance(rule, UnionRule) and issubclass(rule.union_member, Field):
            yield rule.union_member


def shown_fields(target_type: type[Target]) -> list[type[Field]]:
    moved = target_type.moved_fields if issubclass(target_type, TargetGenerator) else ()
    return [*target_type.core_fields, *moved]


@pytest.mark.parametrize("backend", BACKENDS, ids=lambda backend: backend.__name__)
def test_targets_and_fields_have_help(backend: ModuleType) -> None:
    for each in (*target_types(backend), *fields(backend)):
        assert strval(getattr(each, "help", "")).strip(), each


@pytest.mark.parametrize("backend", BACKENDS, ids=lambda backend: backend.__name__)
def test_each_field_of_a_target_is_shown_once(backend: ModuleType) -> None:
    for target_type in target_types(backend):
        shown = Counter(field.alias for field in shown_fields(target_type))
        assert {alias for alias, count in shown.items() if count > 1} == set(), target_type
