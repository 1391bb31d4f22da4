"""Scans with the locked checkov, for rule tests."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from pathlib import Path

from pants.core.goals.lint import Lint, LintResult
from pants.core.util_rules.partitions import Partitions
from pants.engine.process import FallibleProcessResult, Process
from pants.engine.rules import QueryRule
from pants.engine.target import AllTargets
from pants.testutil.rule_runner import GoalRuleResult, RuleRunner

from terrapants.security import register
from terrapants.security.lint import CheckovFieldSet, CheckovRequest
from terrapants.security.tool import CheckovProcess
from terrapants.testutil.pex_tool import pex_tool_options
from terrapants.testutil.terraform_rule_runner import terraform_rule_runner

ENVIRONMENT = {"HOME", "PATH", "PYENV_ROOT"}
BUILD = "terraform_module()\n"

# CKV_AWS_42 asks for encryption, CKV_AWS_184 for a customer managed key.
ENCRYPTED = 'resource "aws_efs_file_system" "this" {\n  encrypted = true\n}\n'
CLEAN = ENCRYPTED.replace("true\n", "true\n  kms_key_id = aws_kms_key.this.arn\n")
REASON = "Nothing here is secret; größer geht's nicht."
SUPPRESSED = ENCRYPTED.replace("{\n", f"{{\n  #checkov:skip=CKV_AWS_184:{REASON}\n")
VARIABLE = 'variable "encrypted" {\n  type    = bool\n  default = true\n}\n'


def failed(path: str, severity: str = "error") -> tuple[str, str]:
    """What a user reads about `ENCRYPTED`."""
    return (
        (
            f"{{case}}/{path}:1: {severity}: Ensure resource is encrypted by KMS using a customer "
            "managed Key (CMK) [CKV_AWS_184]"
        ),
        "  aws_efs_file_system.this",
    )


class Scanner:
    """Runs `lint` on the files of one test case, as a user does, in a directory of its own."""

    def __init__(self, directory: Path) -> None:
        """:param directory: an empty one."""
        self.rule_runner: RuleRunner = terraform_rule_runner(
            [
                *register.rules(),
                QueryRule(AllTargets, []),
                QueryRule(LintResult, [CheckovRequest.Batch]),
                QueryRule(Partitions, [CheckovRequest.PartitionRequest]),
                QueryRule(Process, [CheckovProcess]),
                QueryRule(FallibleProcessResult, [Process]),
            ],
            register.target_types(),
        )
        self.options = pex_tool_options(directory)
        self._cases = itertools.count()
        self.directory = ""

    def new_case(self) -> str:
        """A directory that no test case has had."""
        self.directory = f"case_{next(self._cases)}"
        return self.directory

    def write(self, files: Mapping[str, str | bytes]) -> None:
        self.rule_runner.write_files(
            {f"{self.directory}/{path}": content for path, content in files.items()}
        )

    def lint(self, *options: str) -> LintResult:
        """The linter's result for the case's modules; what a user reads is its `stdout`."""
        self.rule_runner.set_options([*self.options, *options], env_inherit=ENVIRONMENT)
        field_sets = tuple(
            CheckovFieldSet.create(target)
            for target in self.rule_runner.request(AllTargets, [])
            if f"{target.address.spec_path}/".startswith(f"{self.directory}/")
            and CheckovFieldSet.is_applicable(target)
        )
        request = CheckovRequest.PartitionRequest(field_sets)
        (partition,) = self.rule_runner.request(Partitions, [request])
        batch = CheckovRequest.Batch(
            CheckovRequest.tool_name, partition.elements, partition.metadata
        )
        return self.rule_runner.request(LintResult, [batch])

    def lint_goal(self, *options: str) -> GoalRuleResult:
        """The goal itself, on the case's targets."""
        return self.rule_runner.run_goal_rule(
            Lint,
            args=[f"{self.directory}::"],
            global_args=[*self.options, "--lint-only=checkov", *options],
            env_inherit=ENVIRONMENT,
        )

    def scan(self, files: Mapping[str, str | bytes], *options: str) -> LintResult:
        """`lint` on a new case; each directory with a `.tf` file has a target."""
        self.new_case()
        builds = {
            f"{path.rpartition('/')[0]}/BUILD".lstrip("/"): BUILD
            for path in files
            if path.endswith(".tf")
        }
        self.write({**builds, **files})
        return self.lint(*options)

    def said(self, *options: str) -> list[str]:
        """The lines that a user reads, with `{case}` for the case's directory."""
        return self.lines(self.lint(*options))

    def lines(self, result: LintResult) -> list[str]:
        return result.stdout.replace(self.directory, "{case}").splitlines()

    def reports(self) -> Path:
        """The directory of the goal's reports."""
        return Path(self.rule_runner.build_root, "dist", "lint", "checkov")
