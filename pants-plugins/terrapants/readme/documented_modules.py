"""Which modules have their README checked, and by which rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pants.backend.terraform.target_types import TerraformModuleSourcesField, TerraformModuleTarget
from pants.engine.rules import Rule, collect_rules, rule
from pants.engine.target import AllTargets, FieldSet, SourcesField, Target
from pants.engine.unions import UnionRule
from pants.util.frozendict import FrozenDict
from pants.util.logging import LogLevel

from terrapants.readme.subsystem import ModuleReadmeSubsystem, checked_rules
from terrapants.readme.target_types import (
    ModuleReadmeSourcesField,
    ReadmeSkipRulesField,
    SkipModuleReadmeField,
)


@dataclass(frozen=True)
class ModuleReadmeFieldSet(FieldSet):
    """A module or its README: whichever was changed or named, the README is looked at."""

    required_fields = (SourcesField,)

    sources: SourcesField

    @classmethod
    def opt_out(cls, tgt: Target) -> bool:
        return not (
            tgt.has_field(TerraformModuleSourcesField) or tgt.has_field(ModuleReadmeSourcesField)
        )


@dataclass(frozen=True)
class DocumentedModules:
    """The rules that are not applied, of each module with a target that does not skip them all."""

    skipped_rules: FrozenDict[str, tuple[str, ...]]

    def among(self, field_sets: Iterable[ModuleReadmeFieldSet]) -> tuple[str, ...]:
        """The directories of the modules that were selected."""
        selected = {field_set.address.spec_path for field_set in field_sets}
        return tuple(sorted(selected & self.skipped_rules.keys()))


@rule(desc="Find the modules with a README", level=LogLevel.DEBUG)
async def documented_modules(
    all_targets: AllTargets, subsystem: ModuleReadmeSubsystem
) -> DocumentedModules:
    everywhere = checked_rules(subsystem.skip_rules, "`[module-readme].skip_rules`")
    skipped: dict[str, frozenset[str]] = {}
    passed_over = set()
    for target in all_targets:
        if not target.has_field(TerraformModuleSourcesField):
            continue
        directory = target.address.spec_path
        if target.get(SkipModuleReadmeField).value:
            passed_over.add(directory)
        own = checked_rules(
            target.get(ReadmeSkipRulesField).value or (),
            f"The field `{ReadmeSkipRulesField.alias}` of {target.address}",
        )
        skipped[directory] = skipped.get(directory, everywhere) | own
    return DocumentedModules(
        FrozenDict(
            {
                directory: tuple(sorted(rules))
                for directory, rules in skipped.items()
                if directory not in passed_over
            }
        )
    )


def rules() -> Iterable[Rule | UnionRule]:
    return [
        *collect_rules(),
        TerraformModuleTarget.register_plugin_field(SkipModuleReadmeField),
        TerraformModuleTarget.register_plugin_field(ReadmeSkipRulesField),
    ]
