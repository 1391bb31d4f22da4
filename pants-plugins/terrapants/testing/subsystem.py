"""Options of the tool `terraform test` and of the goal `tf-test`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from pants.core.goals.test import ShowOutput, TestSubsystem
from pants.core.util_rules.distdir import DistDir
from pants.engine.goal import GoalSubsystem
from pants.option.option_types import (
    ArgsListOption,
    BoolOption,
    EnumOption,
    IntOption,
    SkipOption,
    StrListOption,
    StrOption,
)
from pants.option.subsystem import Subsystem
from pants.util.strutil import help_text, softwrap

from terrapants.findings.locked_tool import LockedTool
from terrapants.findings.user_error import UserError
from terrapants.testing.report_files import report_directory
from terrapants.testing.target_types import LONGEST_TIMEOUT_SECONDS


class TerraformTestSubsystem(Subsystem):
    # Not `terraform-test`: Pants rejects a scope that is also the name of a target type.
    options_scope = "terraform-testing"
    name = "`terraform test`"
    help = help_text("How Terraform tests are run by `tf-test` and `test`.")

    skip = SkipOption("test", "tf-test")
    args = ArgsListOption(example="-var region=eu-west-1", passthrough=True)
    warnings_as_errors = BoolOption(
        default=False,
        help=softwrap(
            """
            If true, a test file fails where Terraform warns, for example of a value for a variable
            that the module does not declare. Warnings are shown in any case.
            """
        ),
    )
    tailor = BoolOption(
        default=True,
        help="If true, `tailor` adds `terraform_tests` targets.",
        advanced=True,
    )


class TfTestSubsystem(GoalSubsystem):
    name = "tf-test"
    help = help_text(
        """
        Run Terraform tests.

        The verdicts are those of `test`, and each goal uses the results that the other has cached.
        """
    )

    class EnvironmentAware:
        extra_env_vars = StrListOption(
            help=softwrap(
                """
                Environment variables of Terraform test processes, in addition to those of
                `[test].extra_env_vars`: `ENV_VAR=value`, or `ENV_VAR` to copy the value from
                Pants's own environment. Their values are hidden in output and reports.
                """
            ),
        )

    force = BoolOption(
        default=False,
        help="Run the tests even if their verdicts are known from an earlier run.",
    )
    output = EnumOption(
        default=ShowOutput.FAILED,
        help="Show the details of all test files, of those that failed, or of none.",
    )
    shard = StrOption(
        default="",
        help=softwrap(
            """
            A shard specification `k/N`: run only the k-th (0 to N-1) of N disjoint parts of the
            test files.
            """
        ),
    )
    report = BoolOption(
        default=False,
        help="Write a JUnit XML file for each test file to `--report-dir`.",
    )
    _report_dir = StrOption(
        default=str(PurePath("{distdir}", "tf-test", "reports")),
        advanced=True,
        help=softwrap(
            """
            Where reports are written: a directory, absolute or relative to the build root.
            `{distdir}` stands for the directory of `[GLOBAL].pants_distdir`.
            """
        ),
    )
    timeouts = BoolOption(
        default=True,
        help=softwrap(
            """
            Stop a test file at the `timeout` of its target, or at `--timeout-default` where it
            has none.
            """
        ),
    )
    timeout_default = IntOption(
        default=None,
        advanced=True,
        help=softwrap(
            """
            The timeout in seconds of a test file whose target has none, at least 1; if unset,
            `[test].timeout_default`.
            """
        ),
    )
    timeout_maximum = IntOption(
        default=None,
        advanced=True,
        help=softwrap(
            """
            The longest timeout in seconds that a test file may have, at least 1; if unset,
            `[test].timeout_maximum`.
            """
        ),
    )
    debug = BoolOption(
        default=False,
        help="Run the test files one by one in the foreground, with Terraform's output uncaptured.",
    )

    def report_dir(self, distdir: DistDir) -> str:
        """:raises UnusableReportDirectory: it is no path."""
        return report_directory(self._report_dir, str(distdir.relpath))

    @property
    def missing_reports(self) -> str:
        """Why no report is written where options seem to ask for some: a sentence, or ""."""
        if self.report and self.debug:
            return "No reports are written: with `--debug`, Terraform's output is not captured."
        if self.options.is_flagged("report_dir") and not self.report:
            return "No reports are written: `--report-dir` only takes effect with `--report`."
        return ""


class Moto(LockedTool):
    options_scope = "moto"
    name = "moto"
    help = help_text(
        """
        Emulates AWS for Terraform tests whose target has `emulator="aws"`.
        """
    )

    requirement = "moto[server]"
    package = "terrapants.emulators"
    pythons = "CPython>=3.11,<4"


class InvalidTimeout(UserError):
    """A time limit that cannot be kept."""


@dataclass(frozen=True)
class Timeouts:
    """The timeout options of `tf-test`, with the names that those of `test` have.

    What `tf-test` leaves unset is taken from `test`: a timeout is part of a process, so if they
    differed, neither goal could use what the other has cached.
    """

    timeouts: bool
    timeout_default: int | None
    timeout_maximum: int | None

    @classmethod
    def of(cls, tf_test: TfTestSubsystem, test: TestSubsystem) -> Timeouts:
        """:raises InvalidTimeout: an option of `tf-test` is out of range."""
        for name, seconds in (
            ("timeout_default", tf_test.timeout_default),
            ("timeout_maximum", tf_test.timeout_maximum),
        ):
            if seconds is not None and not 1 <= seconds <= LONGEST_TIMEOUT_SECONDS:
                raise InvalidTimeout(
                    f"`[tf-test].{name}` is {seconds}, but must be from 1 to "
                    f"{LONGEST_TIMEOUT_SECONDS} seconds (a year). For no limit, use "
                    "`--no-timeouts`."
                )
        default = tf_test.timeout_default or test.timeout_default
        maximum = tf_test.timeout_maximum or test.timeout_maximum
        enabled = tf_test.timeouts and test.timeouts
        if enabled and default and maximum and default > maximum:
            scopes = [
                "tf-test" if own else "test"
                for own in (tf_test.timeout_default, tf_test.timeout_maximum)
            ]
            raise InvalidTimeout(
                f"`[{scopes[0]}].timeout_default` is {default} seconds, but "
                f"`[{scopes[1]}].timeout_maximum` allows {maximum}. Lower the one or raise the "
                "other."
            )
        return cls(enabled, default, maximum)
