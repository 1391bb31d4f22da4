"""What the plugin suite itself defines, from the backends that it registers."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pants.build_graph.build_configuration import BuildConfiguration
from pants.engine.target import Field, Target
from pants.engine.unions import UnionMembership
from pants.init.extension_loader import load_build_configuration_from_source
from pants.option.option_types import OptionsInfo, collect_options_info
from pants.option.subsystem import Subsystem

import terrapants
from terrapants.findings.finding import FindingRule

PACKAGE = terrapants.__name__
# The suite adds to these.
_OF_PANTS = ("pants.backend.python", "pants.backend.experimental.terraform")


@dataclass(frozen=True)
class Suite:
    """:param backends: the suite's own, as `backend_packages` names them."""

    backends: tuple[str, ...]
    configuration: BuildConfiguration
    unions: UnionMembership

    def subsystems(self) -> Iterator[type[Subsystem]]:
        """Those of the suite, by their scopes."""
        return filter(is_ours, self.configuration.all_subsystems)

    def target_types(self) -> Iterator[type[Target]]:
        """All of them, by their names."""
        return iter(self.configuration.target_types)


def load() -> Suite:
    directory = Path(terrapants.__file__ or "").parent
    backends = tuple(
        sorted(f"{PACKAGE}.{path.parent.name}" for path in directory.glob("*/register.py"))
    )
    builder = BuildConfiguration.Builder()
    load_build_configuration_from_source(builder, [*_OF_PANTS, *backends])
    configuration = builder.create()
    return Suite(backends, configuration, UnionMembership.from_rules(configuration.union_rules))


def is_ours(thing: type) -> bool:
    return thing.__module__.startswith(f"{PACKAGE}.")


def is_described(field: type[Field]) -> bool:
    """Whether its help is the suite's."""
    return is_ours(next(each for each in field.__mro__ if "help" in vars(each)))


def fields_of(target: type[Target], suite: Suite) -> Iterator[type[Field]]:
    """What users may set."""
    fields = list(target.class_field_types(union_membership=suite.unions))
    fields += getattr(target, "moved_fields", ())
    # Pants keeps added fields in a set.
    for field in sorted(set(fields), key=lambda field: field.alias):
        if not field.alias.startswith("_") and field.removal_version is None:
            yield field


def options_of(subsystem: type[Subsystem]) -> Iterator[OptionsInfo]:
    """Those that the suite declares: a goal has some of Pants besides."""
    declared = [subsystem, *filter(None, [getattr(subsystem, "EnvironmentAware", None)])]
    for part in declared:
        for option in collect_options_info(part):
            if "removal_version" not in option.flag_options:
                yield option


def declared_rules() -> Mapping[str, FindingRule]:
    """Each rule that a module of the suite declares, by its ID."""
    for name in _modules():
        importlib.import_module(name)
    found = {}
    for name, module in list(sys.modules.items()):
        if name.startswith(f"{PACKAGE}."):
            for value in list(vars(module).values()):
                for each in _rules_in(value):
                    found[each.id] = each
    return found


def _modules() -> Iterator[str]:
    """All that are no tests, nor of tests."""
    directory = Path(terrapants.__file__ or "").parent
    for path in sorted(directory.rglob("*.py")):
        parts = path.relative_to(directory.parent).with_suffix("").parts
        text = path.read_text(encoding="utf-8")
        if "FindingRule(" in text and not parts[-1].endswith("_test") and "testutil" not in parts:
            yield ".".join(parts)


def _rules_in(value: Any) -> Iterator[FindingRule]:
    if isinstance(value, FindingRule):
        yield value
    elif isinstance(value, tuple):
        yield from (each for each in value if isinstance(each, FindingRule))
