"""A repository in which tests call the goal `generate-module` as a user would."""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pants.base.build_root import BuildRoot
from pants.core.util_rules import external_tool
from pants.testutil.rule_runner import GoalRuleResult, RuleRunner

from terrapants.scaffold.generate_module_goal import GenerateModule
from terrapants.scaffold.record import RECORD_FILE
from terrapants.scaffold.register import rules
from terrapants.testutil.pex_tool import pex_tool_options

MODULE_DIRECTORY = "{{ cookiecutter.name }}"


class Repository:
    """A repository with templates. Each test writes its own template, in `templates/`."""

    def __init__(self, place: Path) -> None:
        self._runner = RuleRunner(rules=[*rules(), *external_tool.rules()])
        self._options = (
            *pex_tool_options(place),
            "--pants-bin-name=./pants",
        )
        self._numbers = itertools.count()

    @property
    def root(self) -> Path:
        return Path(self._runner.build_root)

    def template(
        self,
        files: Mapping[str, str],
        variables: Mapping[str, Any] | None = None,
        *,
        settings: Mapping[str, Any] | None = None,
        other_files: Mapping[str, str] | None = None,
    ) -> str:
        """Writes a template and returns its kind.

        :param files: by their paths in the module's directory.
        :param variables: all except `name`.
        :param settings: the value of `_scaffold`; by default modules go to `made/<kind>`.
        :param other_files: by their paths in the template.
        """
        kind = f"kind-{next(self._numbers)}"
        self.write_template(kind, files, variables, settings=settings, other_files=other_files)
        return kind

    def write_template(
        self,
        kind: str,
        files: Mapping[str, str],
        variables: Mapping[str, Any] | None = None,
        *,
        settings: Mapping[str, Any] | None = None,
        other_files: Mapping[str, str] | None = None,
    ) -> None:
        """Writes a template, or overwrites files of an existing one."""
        content = {
            "name": "thing",
            **(variables or {}),
            "_scaffold": {"output_dir": f"made/{kind}"} if settings is None else settings,
        }
        self._runner.write_files(
            {
                f"templates/{kind}/cookiecutter.json": json.dumps(content),
                **{f"templates/{kind}/{path}": text for path, text in (other_files or {}).items()},
                **{
                    f"templates/{kind}/{MODULE_DIRECTORY}/{path}": text
                    for path, text in files.items()
                },
            }
        )

    def run(self, *arguments: str, options: tuple[str, ...] = ()) -> GoalRuleResult:
        # Another repository may have been made since.
        BuildRoot().path = str(self.root)
        return self._runner.run_goal_rule(
            GenerateModule,
            args=arguments,
            global_args=(*self._options, *options),
            env_inherit={"HOME", "PATH", "PYENV_ROOT"},
        )

    def generate(self, kind: str, name: str, *arguments: str) -> GoalRuleResult:
        return self.run(f"--kind={kind}", f"--name={name}", *arguments)

    def write(self, path: str, text: str) -> None:
        self._runner.write_files({path: text})

    def read(self, directory: str) -> dict[str, str]:
        """The files in a directory, except the record, by their paths relative to it."""
        place = self.root / directory
        return {
            str(file.relative_to(place)): file.read_text()
            for file in sorted(place.rglob("*"))
            if file.is_file() and file.name != RECORD_FILE
        }

    def everything(self) -> dict[str, bytes]:
        """All files and directories of the repository, to compare before and after a run."""
        return {
            str(path.relative_to(self.root)): b"" if path.is_dir() else path.read_bytes()
            for path in sorted(self.root.rglob("*"))
            if ".pants.d" not in path.parts
        }


def message(repository: Repository, *arguments: str) -> str:
    """The error message of a run that fails, which must be one line and must change nothing."""
    before = repository.everything()
    result = repository.run(*arguments)
    assert result.exit_code == 1, result.stdout
    assert "Traceback" not in result.stderr
    assert result.stderr.count("\n") == 1, result.stderr
    assert repository.everything() == before
    return result.stderr.rstrip("\n")
