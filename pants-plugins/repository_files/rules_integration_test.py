from __future__ import annotations

import pytest
from pants.backend.project_info import dependents, list_targets
from pants.backend.project_info.dependents import Dependents, DependentsRequest
from pants.backend.python import register as python_backend
from pants.core import register as core
from pants.core.goals.tailor import TailorGoal
from pants.core.target_types import FileSourceField
from pants.core.util_rules.source_files import SourceFiles, SourceFilesRequest
from pants.engine.addresses import Address
from pants.engine.internals.scheduler import ExecutionError
from pants.engine.rules import QueryRule
from pants.engine.target import SourcesField, TransitiveTargets, TransitiveTargetsRequest
from pants.testutil.rule_runner import RuleRunner

from repository_files import register
from terrapants.testutil.terraform_rule_runner import emptied

BUILD = 'repository_files(name="all", globs=["src/**/*", "a b.txt", "!**/*.pyc"])\n'


@pytest.fixture(scope="module")
def shared_rule_runner() -> RuleRunner:
    return RuleRunner(
        rules=[
            *core.rules(),
            *python_backend.rules(),
            *dependents.rules(),
            *list_targets.rules(),
            *register.rules(),
            QueryRule(Dependents, [DependentsRequest]),
            QueryRule(SourceFiles, [SourceFilesRequest]),
            QueryRule(TransitiveTargets, [TransitiveTargetsRequest]),
        ],
        target_types=[
            *core.target_types(),
            *python_backend.target_types(),
            *register.target_types(),
        ],
    )


@pytest.fixture
def rule_runner(shared_rule_runner: RuleRunner) -> RuleRunner:
    return emptied(shared_rule_runner)


def files(rule_runner: RuleRunner, directory: str) -> tuple[str, ...]:
    """What a target that depends on it gets."""
    target = rule_runner.get_target(Address(directory, target_name="all"))
    request = SourceFilesRequest(
        [target.get(SourcesField)], for_sources_types=(FileSourceField,), enable_codegen=True
    )
    return rule_runner.request(SourceFiles, [request]).files


def test_who_depends_on_it_gets_the_files(rule_runner: RuleRunner) -> None:
    rule_runner.write_files(
        {"BUILD": BUILD, "src/a.py": "", "src/b/c.txt": "", "src/a.pyc": "", "a b.txt": "", "d": ""}
    )
    assert files(rule_runner, "") == ("a b.txt", "src/a.py", "src/b/c.txt")


def test_a_file_has_its_own_owner_alone(rule_runner: RuleRunner) -> None:
    build = BUILD + 'file(name="own", source="src/a.txt")\n'
    rule_runner.write_files({"BUILD": build, "src/a.txt": "", "src/b.txt": ""})
    result = rule_runner.run_goal_rule(list_targets.List, args=["src/a.txt"])
    assert result.stdout.splitlines() == ["//:own"]
    assert rule_runner.run_goal_rule(list_targets.List, args=["src/b.txt"]).stdout == ""


def test_what_selects_it_is_no_file_of_it(rule_runner: RuleRunner) -> None:
    build = (
        'repository_files(name="all", globs=["src/*"], selected_by=[":parts"])\n'
        'files(name="parts", sources=["parts/*"])\n'
        'file(name="user", source="user.txt", dependencies=[":all"])\n'
    )
    rule_runner.write_files({"BUILD": build, "src/a": "", "parts/b": "", "user.txt": ""})
    selected = rule_runner.request(
        Dependents,
        [
            DependentsRequest(
                [Address("", target_name="parts", relative_file_path="parts/b")],
                transitive=True,
                include_roots=False,
            )
        ],
    )
    assert {each.spec for each in selected} == {"//:all", "//:parts", "//:user"}
    assert files(rule_runner, "") == ("src/a",)
    needed = rule_runner.request(
        TransitiveTargets, [TransitiveTargetsRequest([Address("", target_name="user")])]
    )
    assert {each.address.spec for each in needed.closure} == {"//:user", "//:all"}


def test_new_code_is_still_proposed_a_target(rule_runner: RuleRunner) -> None:
    rule_runner.write_files({"BUILD": BUILD, "src/a.py": "x = 1\n"})
    result = rule_runner.run_goal_rule(TailorGoal, args=["--check", "::"])
    assert result.exit_code == 1
    assert "src/BUILD" in result.stdout


def test_elsewhere_than_in_the_root_it_is_an_error(rule_runner: RuleRunner) -> None:
    rule_runner.write_files({"below/BUILD": BUILD})
    with pytest.raises(ExecutionError, match="can only be in the BUILD file of the root"):
        files(rule_runner, "below")
