"""`lint`, `fix` and `fmt` with the locked ruff."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable
from pathlib import Path

import pytest
from pants.backend.python import target_types_rules
from pants.backend.python.target_types import PythonSourcesGeneratorTarget
from pants.core import register as core
from pants.core.goals.fix import Fix
from pants.core.goals.fmt import Fmt
from pants.core.goals.lint import Lint
from pants.engine.goal import Goal
from pants.engine.internals.scheduler import ExecutionError
from pants.testutil.rule_runner import GoalRuleResult, RuleRunner

from ruff import register
from terrapants.testutil.pex_tool import pex_tool_options

LOCK = "3rdparty/python/ruff.lock"

CLEAN = 'print("fine")\n'
UNUSED_IMPORT = "import os\n"
UNDEFINED_NAME = "print(nothing)\n"
BADLY_FORMATTED = "print( 'fine' )\n"
SYNTAX_ERROR = "print(\n"


class Runner:
    """Runs a goal on the files of one case, as a user does."""

    def __init__(self, pex_cli_options: Iterable[str]) -> None:
        self._rule_runner = RuleRunner(
            rules=[
                *core.rules(),
                *register.rules(),
                *target_types_rules.rules(),
            ],
            target_types=[PythonSourcesGeneratorTarget],
        )
        self._rule_runner.write_files({LOCK: Path(LOCK).read_text()})
        self._options = [
            *pex_cli_options,
            "--python-enable-resolves",
            "--python-resolves-generate-lockfiles=false",
            "--python-default-resolve=ruff",
            f"--python-resolves={{'ruff': '{LOCK}'}}",
            "--locked-ruff-install-from-resolve=ruff",
        ]
        self._cases = itertools.count()
        self.directory = ""

    def run(
        self,
        goal: type[Goal],
        files: dict[str, str],
        build: str = "python_sources()\n",
        options: tuple[str, ...] = (),
    ) -> GoalRuleResult:
        self.directory = f"case_{next(self._cases)}"
        self._rule_runner.write_files(
            {f"{self.directory}/{path}": text for path, text in {"BUILD": build, **files}.items()}
        )
        return self._rule_runner.run_goal_rule(
            goal,
            args=[f"{self.directory}::"],
            global_args=[*self._options, *options],
            env_inherit={"HOME", "PATH", "PYENV_ROOT"},
        )

    def read(self, path: str) -> str:
        """What the last run left of a file."""
        return Path(self._rule_runner.build_root, self.directory, path).read_text()


@pytest.fixture(scope="module")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Runner:
    return Runner(pex_tool_options(tmp_path_factory.mktemp("pex_cli")))


def test_lint_passes_clean_code(runner: Runner) -> None:
    result = runner.run(Lint, {"a.py": CLEAN})
    assert result.exit_code == 0
    assert "✓ ruff check succeeded." in result.stderr
    assert "✓ ruff format succeeded." in result.stderr


def test_lint_reports_a_violation_once(runner: Runner) -> None:
    result = runner.run(Lint, {"a.py": CLEAN, "b.py": UNUSED_IMPORT})
    assert result.exit_code == 1
    assert "✕ ruff check failed." in result.stderr
    assert "✓ ruff format succeeded." in result.stderr
    # Not again, as something that `fix` would change.
    assert "ruff check --fix" not in result.stderr


def test_many_files_have_one_result_and_one_report(runner: Runner) -> None:
    files = {f"m{number}.py": UNUSED_IMPORT for number in range(12)}
    options = ("--lint-batch-size=2", "--findings-sarif", "--lint-only=ruff-check")
    result = runner.run(Lint, {**files, "a.py": CLEAN}, options=options)
    assert result.exit_code == 1
    assert result.stderr.count("ruff check failed") == 1
    assert "ruff format" not in result.stderr
    log = json.loads(runner.read("../dist/lint/ruff check/ruff-check.sarif"))
    (run,) = log["runs"]
    assert run["automationDetails"]["id"] == "ruff-check/"
    unused = [found for found in run["results"] if found["ruleId"] == "F401"]
    assert {
        found["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for found in unused
    } == {f"{runner.directory}/{path}" for path in files}
    rules = run["tool"]["driver"]["rules"]
    assert {rules[found["ruleIndex"]]["id"] for found in unused} == {"F401"}


def test_lint_fails_on_bad_format_and_leaves_the_file(runner: Runner) -> None:
    result = runner.run(Lint, {"a.py": BADLY_FORMATTED})
    assert result.exit_code == 1
    assert "✓ ruff check succeeded." in result.stderr
    assert "✕ ruff format failed." in result.stderr
    assert runner.read("a.py") == BADLY_FORMATTED


def test_fmt_rewrites_what_is_badly_formatted_only(runner: Runner) -> None:
    result = runner.run(Fmt, {"a.py": BADLY_FORMATTED, "b.py": UNUSED_IMPORT})
    assert result.exit_code == 0
    assert "ruff format made changes." in result.stderr
    assert runner.read("a.py") == CLEAN
    assert runner.read("b.py") == UNUSED_IMPORT


def test_fix_changes_what_it_can(runner: Runner) -> None:
    files = {"a.py": UNUSED_IMPORT + BADLY_FORMATTED, "b.py": UNDEFINED_NAME}
    result = runner.run(Fix, files)
    assert result.exit_code == 0
    assert runner.read("a.py") == CLEAN
    assert runner.read("b.py") == UNDEFINED_NAME


def test_configuration_of_the_nearest_file_holds(runner: Runner) -> None:
    files = {"a.py": UNUSED_IMPORT, "ruff.toml": "[lint]\nignore = ['F']\n"}
    assert runner.run(Lint, files).exit_code == 0


@pytest.mark.parametrize(
    ("field", "content"),
    [("skip_ruff_check", UNUSED_IMPORT), ("skip_ruff_format", BADLY_FORMATTED)],
)
def test_field_skips_its_tool_only(runner: Runner, field: str, content: str) -> None:
    build = f"python_sources({field}=True)\n"
    assert runner.run(Lint, {"a.py": content}, build).exit_code == 0
    both = UNUSED_IMPORT + BADLY_FORMATTED
    assert runner.run(Lint, {"a.py": both}, build).exit_code == 1


def test_skip_option_skips_all(runner: Runner) -> None:
    content = UNUSED_IMPORT + BADLY_FORMATTED
    result = runner.run(Lint, {"a.py": content}, options=("--locked-ruff-skip",))
    assert result.exit_code == 0


@pytest.mark.parametrize("goal", [Fmt, Fix])
def test_error_of_ruff_itself_is_shown(runner: Runner, goal: type[Goal]) -> None:
    with pytest.raises(ExecutionError, match="Unknown rule selector"):
        runner.run(goal, {"a.py": CLEAN, "ruff.toml": "[lint]\nselect = ['?']\n"})


def test_fmt_names_the_file_that_does_not_parse(runner: Runner) -> None:
    with pytest.raises(ExecutionError, match=r"a\.py"):
        runner.run(Fmt, {"a.py": SYNTAX_ERROR})
