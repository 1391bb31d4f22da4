"""The modules that `check` and `lint` are about: those that were asked for, and those whose tests
were, because what is wrong with a test file, or with what it names, is found with its module."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass

from pants.backend.terraform.target_types import TerraformModuleSourcesField
from pants.engine.addresses import Addresses
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, rule
from pants.engine.target import FieldSet, FilteredTargets, SingleSourceField, SourcesField, Target
from pants.engine.unions import UnionRule
from pants.util.logging import LogLevel

from terrapants.terraform.target_types import TerraformTestModuleField
from terrapants.terraform.tested_module import ModuleUnderTest, ModuleUnderTestRequest


@dataclass(frozen=True)
class ModuleOrTestFieldSet(FieldSet):
    """Of a `terraform_module` or a `terraform_test`."""

    required_fields = (SourcesField,)

    sources: SourcesField
    tested_module: TerraformTestModuleField

    @classmethod
    def opt_out(cls, tgt: Target) -> bool:
        return not (
            tgt.has_field(TerraformModuleSourcesField) or tgt.has_field(TerraformTestModuleField)
        )

    @property
    def is_module(self) -> bool:
        return isinstance(self.sources, TerraformModuleSourcesField)


@dataclass(frozen=True)
class TestedModulesRequest:
    """What was asked for."""

    __test__ = False

    field_sets: tuple[ModuleOrTestFieldSet, ...]


@dataclass(frozen=True)
class TestedModules:
    """The targets of the modules that are tested by what was asked for and were not asked for.

    Options such as `--tag` leave out a module as if it had been asked for. A test file without a
    module is left out: `tf-test` says what is wrong with it.
    """

    __test__ = False

    targets: tuple[Target, ...]


@rule(desc="Find the modules under test", level=LogLevel.DEBUG)
async def tested_modules(request: TestedModulesRequest) -> TestedModules:
    # The tests of a directory have the same module, unless their targets name others.
    tests = {
        (os.path.dirname(path), each.address.spec_path, each.tested_module.value): (
            path,
            each.tested_module,
        )
        for each in request.field_sets
        if isinstance(each.sources, SingleSourceField)
        for path in [each.sources.file_path]
    }
    found = await MultiGet(
        Get(ModuleUnderTest, ModuleUnderTestRequest(path, field)) for path, field in tests.values()
    )
    asked_for = {each.address for each in request.field_sets if each.is_module}
    return TestedModules(
        tuple(
            await Get(
                FilteredTargets,
                Addresses(sorted({each.address for each in found if each.address} - asked_for)),
            )
        )
    )


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
