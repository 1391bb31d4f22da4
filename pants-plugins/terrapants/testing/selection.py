"""Which test files `tf-test` was asked for, and why where there are none."""

from __future__ import annotations

import dataclasses
from abc import ABCMeta
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from pants.backend.project_info.filter_targets import FilterSubsystem
from pants.base.specs import RawSpecs, Specs
from pants.engine.rules import Get, Rule, collect_rules, rule
from pants.engine.target import (
    FieldSet,
    FilteredTargets,
    Targets,
    get_shard,
)
from pants.engine.unions import UnionRule, union
from pants.option.global_options import GlobalOptions
from pants.util.docutil import bin_name
from pants.util.logging import LogLevel
from pants.util.strutil import pluralize
from pants.vcs.changed import Changed, DependentsOption

from terrapants.hcl.file_facts import TEST_SUFFIXES
from terrapants.terraform.file_names import TerraformFileNames
from terrapants.terraform.requested import (
    UnownedFiles,
    UnownedFilesRequest,
    all_filtered_out,
    did_you_mean,
    directories_of_what_was_named,
    is_filtered,
    literal_stars,
    named_directories,
    nothing_itself,
    spec_text,
    unowned_sentence,
    without_what_is_below,
)
from terrapants.terraform.target_types import TerraformFilesTarget
from terrapants.testing.execution import TerraformTestFieldSet
from terrapants.testing.target_types import TerraformTestSourceField


@union
@dataclass(frozen=True)
class TfTestFieldSet(FieldSet, metaclass=ABCMeta):
    """The targets that `tf-test` selects: only Terraform tests, unlike `test`."""


@dataclass(frozen=True)
class TestSelectionRequest:
    """:param found: what the specifications select, in all shards.
    :param num_shards: 0 for all test files.
    """

    __test__ = False

    found: tuple[TerraformTestFieldSet, ...]
    shard: int = 0
    num_shards: int = 0


@dataclass(frozen=True)
class TestSelection:
    """The test files to run.

    :param nothing: why there are none, in a line; "" where there are some.
    :param is_error: whether there should have been some.
    :param warnings: about what else was asked for.
    """

    __test__ = False

    field_sets: tuple[TerraformTestFieldSet, ...]
    nothing: str = ""
    is_error: bool = False
    warnings: tuple[str, ...] = ()


@rule(desc="Find Terraform tests from input specs", level=LogLevel.DEBUG)
async def select_tests(
    request: TestSelectionRequest,
    specs: Specs,
    options: GlobalOptions,
    filters: FilterSubsystem,
    changed: Changed,
    files: TerraformFileNames,
) -> TestSelection:
    selected = sorted(request.found, key=lambda each: each.source.file_path)
    targets = await Get(FilteredTargets, Specs, specs)
    owned = {
        target[TerraformTestSourceField].file_path
        for target in targets
        if target.has_field(TerraformTestSourceField)
    }
    unowned = (await Get(UnownedFiles, UnownedFilesRequest(specs))).files
    too_narrow = without_what_is_below(named_directories(specs), TEST_SUFFIXES, files)
    warnings = [unowned_sentence(unowned)]
    if selected:
        warnings.append(literal_stars(specs.includes))
        if too_narrow:
            warnings.append(nothing_itself("test file", too_narrow))
        in_shard = [
            each
            for each in selected
            if not request.num_shards
            or get_shard(each.address.spec, request.num_shards) == request.shard
        ]
        return TestSelection(
            tuple(in_shard),
            ""
            if in_shard
            else f"Shard {request.shard}/{request.num_shards} has no part of "
            f"{pluralize(len(selected), 'test file')}.",
            warnings=tuple(filter(None, warnings)),
        )
    unfiltered = 0
    if is_filtered(options, filters) and not specs.includes.from_change_detection:
        every = await Get(
            Targets, RawSpecs, dataclasses.replace(specs.includes, filter_by_global_options=False)
        )
        unfiltered = sum(target.has_field(TerraformTestSourceField) for target in every)
    has_unowned = any(path.endswith(TEST_SUFFIXES) for path in unowned)
    return TestSelection(
        (),
        _reason(
            specs,
            changed,
            types=Counter(
                target.alias
                for target in targets
                if not (isinstance(target, TerraformFilesTarget) or target.alias.startswith("_"))
            ),
            skipped=len(owned),
            unfiltered=unfiltered,
            too_narrow=too_narrow,
            below=without_what_is_below(directories_of_what_was_named(specs), TEST_SUFFIXES, files),
            has_unowned=has_unowned,
        ),
        is_error=has_unowned or not (specs.includes.from_change_detection or owned),
        warnings=tuple(filter(None, warnings)),
    )


def _reason(
    specs: Specs,
    changed: Changed,
    *,
    types: Counter[str],
    skipped: int,
    unfiltered: int,
    too_narrow: tuple[str, ...],
    below: tuple[str, ...],
    has_unowned: bool,
) -> str:
    """Why no test file is selected.

    :param types: how many targets of each type the specifications matched, those aside that stand
        in no BUILD file.
    :param skipped: how many test files have a target that says to skip them.
    :param unfiltered: how many test files there would be without filters.
    :param too_narrow: the directories that were named without `::`, but have tests below.
    :param below: as `too_narrow`, of the directories of files and targets that were named as well.
    :param has_unowned: whether there are test files without a target.
    """
    if skipped:
        return f"`skip_terraform_test` is set on the target of each test file ({skipped})."
    if specs.includes.from_change_detection:
        if changed.dependents == DependentsOption.NONE:
            return (
                "No test file has changed. `--changed-dependents=transitive` selects those that "
                "depend on what has changed."
            )
        return "No test file depends on what has changed."
    if not specs.includes:
        return f"Nothing was named. `{bin_name()} tf-test ::` runs all tests."
    asked = spec_text(specs.includes)
    starred = literal_stars(specs.includes)
    if starred:
        return starred
    if unfiltered:
        return all_filtered_out(asked, pluralize(unfiltered, "test file"))
    if too_narrow:
        return f"No test file is in {asked} itself: {did_you_mean(too_narrow)}"
    if has_unowned:
        return f"No test file in {asked} has a target."
    suggestion = f": {did_you_mean(below)}" if below else "."
    if not types:
        return f"{asked} has no test file, and no target{suggestion}"
    named = ", ".join(f"{alias} ({count})" for alias, count in sorted(types.items())[:5])
    return f"{asked} has no test file, only targets of these types: {named}{suggestion}"


def rules() -> Iterable[Rule | UnionRule]:
    return [*collect_rules(), UnionRule(TfTestFieldSet, TerraformTestFieldSet)]
