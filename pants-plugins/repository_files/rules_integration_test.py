from __future__ import annotations

import pytest
from pants.backend.project_info import list_targets
from pants.backend.python import register as python_backend
from pants.core import register as core
from pants.core.goals.tailor import TailorGoal
from pants.core.target_types import FileSourceField
from pants.core.util_rules.source_files import SourceFiles, SourceFilesRequest
from pants.engine.addresses import Address
from pants.engine.internals.graph import Owners, OwnersRequest
from pants.engine.internals.scheduler import ExecutionError
from pants.engine.rules import QueryRule
from pants.engine.target import SourcesField
from pants.testutil.rule_runner import RuleRunner

from repository_files import register

BUILD = 'repository_files(name="all", globs=["src/**/*", "a b.txt", "!**/*.pyc"])\n'


@pytest.fixture
def rule_runner() -> RuleRunner:
    return RuleRunner(
        rules=[
            *core.rules(),
            *python_backend.rules(),
            *list_targets.rules(),
            *register.rules(),
            QueryRule(Owners, [OwnersRequest]),
            QueryRule(SourceFiles, [SourceFilesRequest]),
        ],
        target_types=[
            *core.target_types(),
            *python_backend.target_types(),
            *register.target_types(),
        ],
    )


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


def test_a_file_selects_it(rule_runner: RuleRunner) -> None:
    rule_runner.write_files({"BUILD": BUILD, "src/a.txt": "", "src/a.pyc": ""})
    result = rule_runner.run_goal_rule(list_targets.List, args=["src/a.txt"])
    assert result.stdout.splitlines() == ["//:all"]
    assert rule_runner.run_goal_rule(list_targets.List, args=["src/a.pyc"]).stdout == ""


def test_a_removed_file_selects_it(rule_runner: RuleRunner) -> None:
    # As `--changed-since` asks.
    rule_runner.write_files({"BUILD": BUILD, "src/a.txt": ""})
    removed = OwnersRequest(("src/gone.txt", "elsewhere/gone.txt"))
    assert {each.spec for each in rule_runner.request(Owners, [removed])} == {"//:all"}
    assert not rule_runner.request(Owners, [OwnersRequest(("elsewhere/gone.txt",))])


def test_new_code_is_still_proposed_a_target(rule_runner: RuleRunner) -> None:
    rule_runner.write_files({"BUILD": BUILD, "src/a.py": "x = 1\n"})
    result = rule_runner.run_goal_rule(TailorGoal, args=["--check", "::"])
    assert result.exit_code == 1
    assert "src/BUILD" in result.stdout


def test_elsewhere_than_in_the_root_it_is_an_error(rule_runner: RuleRunner) -> None:
    rule_runner.write_files({"below/BUILD": BUILD})
    with pytest.raises(ExecutionError, match="can only be in the BUILD file of the root"):
        files(rule_runner, "below")
