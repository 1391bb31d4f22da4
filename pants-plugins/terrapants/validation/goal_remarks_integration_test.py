"""What is said, and which exit code there is, after a goal of Pants that had nothing to do."""

from __future__ import annotations

import pytest
from pants.base.specs import FileLiteralSpec, RawSpecs, Specs
from pants.base.specs_parser import SpecsParser
from pants.core.goals.check import CheckRequest, CheckResults
from pants.core.target_types import (
    GenericTarget,
    GenericTargetDependenciesField,
    ResourceSourceField,
)
from pants.engine.rules import collect_rules, rule
from pants.engine.target import FieldSet
from pants.engine.unions import UnionRule
from pants.testutil.rule_runner import RuleRunner
from pants.util.docutil import bin_name

from terrapants.terraform.pants_changes import GoalRemarks, GoalRemarksRequest
from terrapants.terraform.pants_compat import HAS_DEPLOYMENTS
from terrapants.testutil.terraform_rule_runner import terraform_options, terraform_rule_runner
from terrapants.validation import register

UNOWNED = (
    "No target owns infra/new/main.tf and 2 other Terraform files, so they are neither checked nor "
    "tested. Run `@pants tailor infra/new::`."
)
GOALS = ("check", "fix", "fmt", "lint")
# Later releases of Pants have a target type of their own for variable files.
INPUTS_BUILD = (
    {"variables/module/inputs/BUILD": "terraform_var_files()\n"} if HAS_DEPLOYMENTS else {}
)


class OtherLanguage(FieldSet):
    required_fields = (ResourceSourceField,)


class OtherLanguageCheck(CheckRequest[OtherLanguage]):
    field_set_type = OtherLanguage
    tool_name = "other-language"


@rule
async def check_other_language(request: OtherLanguageCheck) -> CheckResults:
    return CheckResults([], checker_name=request.tool_name)


class OneType(FieldSet):
    required_fields = (GenericTargetDependenciesField,)


class OneTypeCheck(CheckRequest[OneType]):
    field_set_type = OneType
    tool_name = "one-type"


@rule
async def check_one_type(request: OneTypeCheck) -> CheckResults:
    return CheckResults([], checker_name=request.tool_name)


@pytest.fixture(scope="module")
def rule_runner() -> RuleRunner:
    """With a module, modules without a BUILD file, and no Terraform elsewhere."""
    rule_runner = terraform_rule_runner(
        [
            *register.rules(),
            *collect_rules(),
            UnionRule(CheckRequest, OtherLanguageCheck),
            UnionRule(CheckRequest, OneTypeCheck),
        ],
        [*register.target_types(), GenericTarget],
    )
    rule_runner.write_files(
        {
            "infra/owned/BUILD": "terraform_module()\n",
            "infra/owned/main.tf": "",
            "infra/new/main.tf": "",
            "infra/new/outputs.tf": "",
            "infra/new/nested/main.tf": "",
            "variables/BUILD": "",
            "variables/module/BUILD": "terraform_module()\n",
            "variables/module/main.tf": "",
            "variables/module/inputs/prod.tfvars": "a = 1\n",
            **INPUTS_BUILD,
            "elsewhere/BUILD": 'file(name="f", source="a.txt")\n',
            "elsewhere/a.txt": "",
            "resources/BUILD": 'resource(name="r", source="a.txt")\n',
            "resources/a.txt": "",
        }
    )
    return rule_runner


def remarks(
    rule_runner: RuleRunner, goal: str, *specs: str, options: tuple[str, ...] = ()
) -> GoalRemarks:
    rule_runner.set_options((*terraform_options(), *options), env_inherit={"PATH", "HOME"})
    parsed = SpecsParser(root_dir=rule_runner.build_root).parse_specs(
        specs, description_of_origin="a test"
    )
    return ask(rule_runner, goal, parsed)


def ask(rule_runner: RuleRunner, goal: str, specs: Specs) -> GoalRemarks:
    return rule_runner.request(GoalRemarks, [GoalRemarksRequest(goal), specs])


@pytest.mark.parametrize("goal", GOALS)
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "`@goal` was given nothing to do: `@pants @goal ::` takes in everything."),
        (
            ("infra",),
            (
                "`@goal` had nothing to do: no Terraform file is in `infra` itself: did you mean "
                "`infra::`?"
            ),
        ),
        (
            (".",),
            "`@goal` had nothing to do: no Terraform file is in `.` itself: did you mean `::`?",
        ),
        (
            ("infra/*::", "*:"),
            (
                "`@goal` had nothing to do: Pants looked for a directory with `*` in its name, "
                "because of `*: infra/*::`: did you mean `'*/*' 'infra/*/**'`?"
            ),
        ),
        (
            ("--tag=slow", "infra/owned::"),
            (
                "`@goal` had nothing to do: `infra/owned::` has 1 target for it, but the options "
                "`--tag` and `--filter-…` leave none."
            ),
        ),
        (
            ("infra/new::",),
            "`@goal` had nothing to do: no Terraform file in `infra/new::` has a target.",
        ),
    ],
)
def test_who_asks_for_terraform_and_gets_none_is_told_why(
    rule_runner: RuleRunner, goal: str, arguments: tuple[str, ...], said: str
) -> None:
    options = tuple(each for each in arguments if each.startswith("--"))
    specs = (each for each in arguments if not each.startswith("--"))
    found = remarks(rule_runner, goal, *specs, options=options)
    assert found.sentences[-1] == said.replace("@goal", goal).replace("@pants", bin_name())
    assert found.is_error


def test_a_tool_for_nothing_that_was_asked_for(rule_runner: RuleRunner) -> None:
    only = ("--check-only=terraform-validate", "--lint-only=terraform-fmt")
    assert remarks(rule_runner, "check", "infra/owned::", options=only) == GoalRemarks()
    found = remarks(rule_runner, "lint", "elsewhere::", options=only)
    assert found == GoalRemarks(
        ("`lint` had nothing to do: `elsewhere::` has no target that it works on.",)
    )


def test_a_tool_for_targets_of_one_type_that_are_missing(rule_runner: RuleRunner) -> None:
    found = remarks(rule_runner, "check", "infra/owned::", options=("--check-only=one-type",))
    assert found == GoalRemarks(
        (
            (
                "`check` had nothing to do: `--check-only=one-type` works on targets of the type "
                f"`target`, and `infra/owned::` has none: see `{bin_name()} help target`."
            ),
        ),
        is_error=True,
    )


def test_a_star_in_the_name_of_a_directory_beside_others(rule_runner: RuleRunner) -> None:
    found = remarks(rule_runner, "check", "infra/own*::", "infra/owned::")
    assert found == GoalRemarks(
        (
            (
                "Pants looked for a directory with `*` in its name, because of `infra/own*::`: "
                "did you mean `'infra/own*/**'`?"
            ),
        )
    )
    assert remarks(rule_runner, "check", "infra/own*/**") == GoalRemarks()


def test_a_tool_of_another_language_asks_for_no_terraform(rule_runner: RuleRunner) -> None:
    only = ("--check-only=other-language",)
    for specs in (("::",), ("infra", "resources::")):
        assert remarks(rule_runner, "check", *specs, options=only) == GoalRemarks()
    # Those who ask for all tools ask for Terraform as well.
    (unowned,) = remarks(rule_runner, "check", "::").sentences
    assert unowned == UNOWNED.replace("@pants", bin_name())


def test_what_has_nothing_to_do_with_terraform_is_no_error(rule_runner: RuleRunner) -> None:
    for goal in GOALS:
        found = remarks(rule_runner, goal, "elsewhere::")
        assert found == GoalRemarks(
            (f"`{goal}` had nothing to do: `elsewhere::` has no target that it works on.",)
        )


def test_a_directory_of_variable_files_is_something_to_format(rule_runner: RuleRunner) -> None:
    assert remarks(rule_runner, "fmt", "variables/module/inputs") == GoalRemarks()
    assert remarks(rule_runner, "fmt", "variables").is_error


def test_a_module_without_a_target_beside_others(rule_runner: RuleRunner) -> None:
    said = UNOWNED.replace("@pants", bin_name())
    for goal in GOALS:
        assert remarks(rule_runner, goal, "::") == GoalRemarks((said,))
        alone = remarks(rule_runner, goal, "infra/new::")
        assert alone.sentences[0] == said
        # Elsewhere, and where `tailor` is told to do nothing.
        assert remarks(rule_runner, goal, "infra/owned::") == GoalRemarks()
        ignored = ("--tailor-ignore-paths=infra/new/**",)
        assert remarks(rule_runner, goal, "::", options=ignored) == GoalRemarks()
        skipped = remarks(rule_runner, goal, "infra/new::", options=("--terraform-targets-skip",))
        assert skipped == GoalRemarks()


def test_a_directory_without_what_is_below_it_beside_others(rule_runner: RuleRunner) -> None:
    found = remarks(rule_runner, "check", "infra", "variables::")
    assert found == GoalRemarks(("No Terraform file is in infra itself: did you mean `infra::`?",))


@pytest.mark.parametrize(
    ("changed", "said", "is_error"),
    [
        ("elsewhere/a.txt", "no target that it works on has changed. ", False),
        ("infra/new/main.tf", "no target that it works on has changed. ", True),
    ],
)
def test_what_has_changed(rule_runner: RuleRunner, changed: str, said: str, is_error: bool) -> None:
    rule_runner.set_options(terraform_options(), env_inherit={"PATH", "HOME"})
    includes = RawSpecs(
        file_literals=(FileLiteralSpec(changed),),
        from_change_detection=True,
        filter_by_global_options=True,
        description_of_origin="a test",
    )
    found = ask(rule_runner, "check", Specs(includes, RawSpecs(description_of_origin="a test")))
    assert found.sentences[-1].startswith(f"`check` had nothing to do: {said}")
    assert found.is_error is is_error
