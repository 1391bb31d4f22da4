"""The module rules, as part of `lint`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pants.core.goals.lint import LintResult, LintTargetsRequest
from pants.core.util_rules.partitions import Partitions
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, rule
from pants.engine.target import Target
from pants.engine.unions import UnionRule
from pants.util.docutil import bin_name
from pants.util.logging import LogLevel
from pants.util.strutil import pluralize

from terrapants.findings.baseline_file import (
    AcceptableFindings,
    AcceptableFindingsRequest,
    Baseline,
)
from terrapants.findings.finding import Finding, Severity, count, fails, in_order, render
from terrapants.findings.overview import overview
from terrapants.findings.report import FindingsReport, FindingsReportRequest, FindingsSubsystem
from terrapants.findings.rule_levels import OFF, RuleSettings
from terrapants.findings.sarif import SarifTool
from terrapants.terraform.file_names import TerraformFileNames
from terrapants.terraform.module_kind import ModuleKind
from terrapants.terraform.target_types import ModuleKindField
from terrapants.validation.build_file_problems import BuildFileFinding, BuildFileProblem
from terrapants.validation.module_findings import (
    ModuleFindings,
    ModuleFindingsRequest,
)
from terrapants.validation.module_rules.catalogue import (
    ALL_RULES,
    FILE_SIZE,
    NO_CONFIGURATION,
    SETTING,
    SYNTAX,
)
from terrapants.validation.module_rules.settings import setting_problem, usable
from terrapants.validation.selected_modules import (
    ModuleOrTestFieldSet,
    TestedModules,
    TestedModulesRequest,
)
from terrapants.validation.subsystem import TerraformRulesSubsystem
from terrapants.validation.target_types import RuleLevelsField, SkipTerraformRulesField

# It has no version: the rules are part of the repository.
TOOL = SarifTool("Terraform module rules", TerraformRulesSubsystem.options_scope, rules=ALL_RULES)
# Nothing else is found in a file that is not read: to accept that would hide all the rest.
_NEVER_ACCEPTED = frozenset({SYNTAX.id, FILE_SIZE.id, NO_CONFIGURATION.id, SETTING.id})


@dataclass(frozen=True)
class ModuleLintFieldSet(ModuleOrTestFieldSet):
    kind: ModuleKindField
    levels: RuleLevelsField

    @classmethod
    def opt_out(cls, tgt: Target) -> bool:
        return super().opt_out(tgt) or tgt.get(SkipTerraformRulesField).value

    @property
    def directory(self) -> str:
        return self.address.spec_path

    @property
    def own_levels(self) -> Mapping[str, str]:
        return self.levels.value or {}


class ModuleLintRequest(LintTargetsRequest):
    field_set_type = ModuleLintFieldSet
    tool_subsystem = TerraformRulesSubsystem  # type: ignore[assignment]


@dataclass(frozen=True)
class LintedModules:
    """The modules that were asked for, and those whose tests were."""

    field_sets: tuple[ModuleLintFieldSet, ...]


@rule
async def linted_modules(request: TestedModulesRequest) -> LintedModules:
    tested = await Get(TestedModules, TestedModulesRequest, request)
    every = (
        *request.field_sets,
        *(
            ModuleLintFieldSet.create(target)
            for target in tested.targets
            if ModuleLintFieldSet.is_applicable(target)
        ),
    )
    return LintedModules(
        tuple(each for each in every if isinstance(each, ModuleLintFieldSet) and each.is_module)
    )


@rule
async def partition_modules(
    request: ModuleLintRequest.PartitionRequest[ModuleLintFieldSet],
    subsystem: TerraformRulesSubsystem,
) -> Partitions[Any, Any]:
    """All modules as one element, which Pants does not split: one result has one total and one
    report (docs/sad.md)."""
    if subsystem.skip:
        return Partitions()
    linted = await Get(LintedModules, TestedModulesRequest(request.field_sets))
    return Partitions.single_partition([linted.field_sets]) if linted.field_sets else Partitions()


@rule(desc="Check the rules of Terraform modules", level=LogLevel.DEBUG)
async def lint_modules(
    request: ModuleLintRequest.Batch[Any, Any],
    subsystem: TerraformRulesSubsystem,
    options: FindingsSubsystem,
    baseline: Baseline,
) -> LintResult:
    repository = RuleSettings().amended(usable(subsystem.levels))
    (field_sets,) = request.elements
    modules = _by_directory(field_sets)
    results = await MultiGet(
        Get(ModuleFindings, ModuleFindingsRequest, each)
        for each in findings_requests(field_sets, subsystem)
    )
    located = await MultiGet(
        Get(BuildFileFinding, BuildFileProblem, problem)
        for problem in (
            *_empty_modules(modules, results, repository),
            *_setting_problems(field_sets),
        )
    )
    findings = in_order(
        [
            *_option_problems(subsystem.levels),
            *(each.finding for each in located),
            *(finding for result in results for finding in result.findings),
        ]
    )
    found = baseline.sort_out(TOOL.id, findings)
    report = await Get(FindingsReport, FindingsReportRequest(TOOL, found.new))
    return LintResult(
        exit_code=1 if fails(found.new) else 0,
        stdout=shown(found.new, len(modules), options.show_all) + baseline.remark(found),
        stderr="",
        linter_name=request.tool_name,
        report=report.digest,
    )


def findings_requests(
    field_sets: Iterable[ModuleLintFieldSet], subsystem: TerraformRulesSubsystem
) -> tuple[ModuleFindingsRequest, ...]:
    """One for each module of the targets, with what they and the options say of its rules."""
    repository = RuleSettings().amended(usable(subsystem.levels))
    return tuple(
        ModuleFindingsRequest(directory, _kind(targets), _settings(repository, targets))
        for directory, targets in _by_directory(field_sets).items()
    )


def _by_directory(
    field_sets: Iterable[ModuleLintFieldSet],
) -> dict[str, list[ModuleLintFieldSet]]:
    modules: dict[str, list[ModuleLintFieldSet]] = {}
    for field_set in field_sets:
        modules.setdefault(field_set.directory, []).append(field_set)
    return modules


class AcceptableInModules(AcceptableFindingsRequest):
    pass


@rule(level=LogLevel.DEBUG)
async def acceptable_in_modules(
    request: AcceptableInModules, subsystem: TerraformRulesSubsystem, files: TerraformFileNames
) -> AcceptableFindings:
    field_sets = tuple(
        ModuleLintFieldSet.create(target)
        for target in request.targets
        if not subsystem.skip and ModuleLintFieldSet.is_applicable(target)
    )
    linted = await Get(LintedModules, TestedModulesRequest(field_sets))
    requests = findings_requests(linted.field_sets, subsystem)
    results = await MultiGet(Get(ModuleFindings, ModuleFindingsRequest, each) for each in requests)
    return AcceptableFindings(
        TOOL.id,
        tuple(
            finding
            for result in results
            for finding in result.findings
            if finding.rule not in _NEVER_ACCEPTED
        ),
        frozenset(each.directory for each in requests),
        files.module_of,
    )


def shown(findings: tuple[Finding, ...], modules: int, show_all: bool = True) -> str:
    """What a user reads: the findings, their number, and where the rules are explained."""
    if not findings:
        return ""
    text = (
        render(findings)
        if show_all
        else overview(
            findings,
            f"`{bin_name()} lint --findings-show-all`. To accept them for now, and fail only for "
            f"what is new: `{bin_name()} lint-baseline ::`.",
        )
    )
    return (
        f"{text}\n\n{count(findings)} in {pluralize(modules, 'module')}. "
        f"`{bin_name()} help terraform-rules` says why, and how to switch a rule off.\n"
    )


def _kind(field_sets: Iterable[ModuleLintFieldSet]) -> ModuleKind | None:
    kinds = [ModuleKind(each.kind.value) for each in field_sets if each.kind.value]
    return kinds[0] if kinds else None


def _settings(repository: RuleSettings, field_sets: Iterable[ModuleLintFieldSet]) -> RuleSettings:
    settings = repository
    for each in field_sets:
        settings = settings.amended(usable(each.own_levels))
    return settings


def _option_problems(levels: Mapping[str, str]) -> Iterator[Finding]:
    for rule_id, level in levels.items():
        problem = setting_problem(rule_id, level)
        if problem:
            message = f"[{TerraformRulesSubsystem.options_scope}].levels: {problem}"
            yield Finding(SETTING.id, SETTING.severity, message)


def _setting_problems(field_sets: Iterable[ModuleLintFieldSet]) -> Iterator[BuildFileProblem]:
    for field_set in field_sets:
        for rule_id, level in field_set.own_levels.items():
            problem = setting_problem(rule_id, level)
            if problem:
                message = f"rule_levels of {field_set.address}: {problem}"
                yield BuildFileProblem(field_set.directory, rule_id, SETTING, message)


def _empty_modules(
    modules: Mapping[str, list[ModuleLintFieldSet]],
    results: Iterable[ModuleFindings],
    repository: RuleSettings,
) -> Iterator[BuildFileProblem]:
    for (directory, field_sets), result in zip(modules.items(), results):
        if not result.has_configuration:
            message = (
                f"the target {field_sets[0].address} has no Terraform configuration: there is no "
                f"*.tf file in {directory or 'the root directory'}. Delete it, or add main.tf"
            )
            rule = NO_CONFIGURATION
            level = _settings(repository, field_sets).levels.get(rule.id, rule.severity.value)
            if level != OFF:
                yield BuildFileProblem(
                    directory, "terraform_module", replace(rule, severity=Severity(level)), message
                )


def rules() -> Iterable[Rule | UnionRule]:
    return [
        *collect_rules(),
        *ModuleLintRequest.rules(),
        UnionRule(AcceptableFindingsRequest, AcceptableInModules),
    ]
