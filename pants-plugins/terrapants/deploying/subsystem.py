"""Options of deployments, and of the goals `tf-plan` and `tf-apply`."""

from __future__ import annotations

import os
from pathlib import PurePath

from pants.core.util_rules.distdir import DistDir
from pants.engine.goal import GoalSubsystem
from pants.option.option_types import BoolOption, IntOption, StrListOption, StrOption
from pants.option.subsystem import Subsystem
from pants.util.strutil import help_text, softwrap

from terrapants.deploying.applied_log import FILE_NAME
from terrapants.deploying.runner.access import is_loopback
from terrapants.findings.locked_tool import LockedTool
from terrapants.findings.user_error import UserError


def _directory(option: str, value: str, distdir: DistDir) -> str:
    directory = os.path.expanduser(value.replace("{distdir}", str(distdir.relpath)))
    if not directory.strip() or "{" in directory:
        raise UserError(
            f"`{option}` is {value!r}, but must be a directory; the only placeholder is "
            "`{distdir}`."
        )
    return directory


class TerraformDeployments(Subsystem):
    options_scope = "terraform-deployments"
    name = "Terraform deployments"
    help = help_text("How `tf-plan`, `tf-apply` and `experimental-deploy` run Terraform.")

    class EnvironmentAware:
        extra_env_vars = StrListOption(
            help=softwrap(
                """
                Environment variables that Terraform gets for each deployment: `NAME=value`, or
                `NAME` to copy the value from the environment of Pants. Their values are hidden in
                all output.
                """
            ),
        )

    _emulator_url = StrOption(
        default="",
        help=softwrap(
            """
            The address of an emulator of AWS on this machine, such as `http://127.0.0.1:5000`. All
            deployments use it in place of AWS, with made-up credentials.
            """
        ),
    )
    lock_timeout = StrOption(
        default="0s",
        help="How long Terraform waits for the lock of a state, such as `5m`.",
    )
    create_workspaces = BoolOption(
        default=False,
        help=softwrap(
            """
            If true, the `workspace` of a deployment may be one that does not exist yet. Otherwise
            that is an error, because everything would be created a second time.
            """
        ),
    )
    policies = StrListOption(
        help=softwrap(
            """
            The files of policies on plans, as globs: YAML, or Python. With policies, `tf-apply` and
            `experimental-deploy` apply only plans that `tf-plan --save` saved, because it is
            `tf-plan` that applies the policies.
            """
        ),
    )
    checkov = BoolOption(
        default=False,
        help=softwrap(
            """
            Scan each plan with checkov, by the settings of `[checkov]`. The backend
            `terrapants.security` must be enabled. As with policies, what checkov finds can keep a
            plan from being saved, and only saved plans are applied.
            """
        ),
    )
    plan_key_env_var = StrOption(
        default="TERRAPANTS_PLAN_KEY",
        help=softwrap(
            """
            The environment variable that holds the key of saved plans: 32 bytes in Base64, as
            `openssl rand -base64 32` makes them.
            """
        ),
    )
    _log_dir = StrOption(
        default=str(PurePath("{distdir}", "tf-apply")),
        advanced=True,
        help=softwrap(
            """
            Where `applied.jsonl` is, the log of what was applied, from which `tf-state` takes the
            history of a state: a directory, absolute or relative to the build root. `{distdir}`
            stands for the directory of `[GLOBAL].pants_distdir`. Machines that share a directory
            share the log.
            """
        ),
    )
    _at_once = IntOption(
        default=None,
        advanced=True,
        help="How many deployments are planned at a time. By default, one for each processor.",
    )

    @property
    def emulator_url(self) -> str:
        """:raises UserError: if it is not on this machine."""
        url = self._emulator_url.rstrip("/")
        if url and not is_loopback(url):
            raise UserError(
                f"`[terraform-deployments].emulator_url` is {url}, which is not on this machine. "
                "An emulator's address is like `http://127.0.0.1:5000`."
            )
        return url

    def log(self, distdir: DistDir) -> PurePath:
        """The path of the log of what was applied, absolute or relative to the build root.

        :raises UserError: if its directory is empty, or has an unknown placeholder.
        """
        directory = _directory("[terraform-deployments].log_dir", self._log_dir, distdir)
        return PurePath(directory, FILE_NAME)

    @property
    def at_once(self) -> int:
        """:raises UserError: if it is no number of deployments."""
        number = self._at_once
        if number is not None and not 1 <= number <= 1000:
            raise UserError(
                f"`[terraform-deployments].at_once` is {number}, but must be from 1 to 1000."
            )
        return number or os.cpu_count() or 1


class PlanEncryption(LockedTool):
    options_scope = "plan-encryption"
    name = "plan-encryption"
    help = help_text("Encrypts the plans that `tf-plan --save` writes.")

    requirement = "cryptography"
    package = "terrapants.deploying"
    pythons = "CPython>=3.9,<4"


class TfPlanSubsystem(GoalSubsystem):
    name = "tf-plan"
    help = help_text(
        """
        Show what `terraform apply` would change in deployments.

        The exit code is 0 where nothing would change, 2 where something would, and 1 where a plan
        failed.
        """
    )

    save = BoolOption(
        default=False,
        help=softwrap(
            """
            Save the plans, encrypted, so that `tf-apply` and `experimental-deploy` apply exactly
            these. The key is in the environment variable that
            `[terraform-deployments].plan_key_env_var` names.
            """
        ),
    )
    drift = BoolOption(
        default=False,
        help="Show only how what exists differs from the state.",
    )
    destroy = BoolOption(default=False, help="Plan to destroy everything in the deployments.")
    report = BoolOption(
        default=False,
        help="Write the plans as JSON and Markdown to `--report-dir`.",
    )
    _report_dir = StrOption(
        default=str(PurePath("{distdir}", "tf-plan")),
        advanced=True,
        help=softwrap(
            """
            Where reports are written: a directory, absolute or relative to the build root.
            `{distdir}` stands for the directory of `[GLOBAL].pants_distdir`.
            """
        ),
    )
    report_link = StrOption(
        default="",
        advanced=True,
        help="A link to the whole report, for Markdown that had to be cut.",
    )

    def report_dir(self, distdir: DistDir) -> str:
        """:raises UserError: if it is empty, or has an unknown placeholder."""
        return _directory("[tf-plan].report_dir", self._report_dir, distdir)


class TfStateSubsystem(GoalSubsystem):
    name = "tf-state"
    help = help_text(
        """
        List what is in the states of deployments, by module and file, what is in the code but not
        in the state, and the reverse; and the last applies of each state that the log has.
        """
    )

    report = BoolOption(
        default=False,
        help="Write the lists as JSON to `dist/tf-state/states.json`, with all applies of the log.",
    )
    _history = IntOption(
        default=5,
        help="How many of its last applies are shown for each state; 0 for none.",
    )

    @property
    def history(self) -> int:
        """:raises UserError: if it is negative."""
        if self._history < 0:
            raise UserError(f"`[tf-state].history` is {self._history}, but must be 0 or more.")
        return self._history


class TfApplySubsystem(GoalSubsystem):
    name = "tf-apply"
    help = help_text(
        """
        Apply deployments, each after those that its target names in `after`.

        A plan that `tf-plan --save` saved is applied as it is, if nothing has changed since.
        Without one, this plans, shows the plan and asks.
        """
    )

    destroy = BoolOption(
        default=False,
        help=softwrap(
            """
            Destroy everything in the deployments. This is refused while a deployment that names
            one of them in `after` still has resources and is not destroyed with it.
            """
        ),
    )
    leave_dependents = BoolOption(
        default=False,
        help=softwrap(
            """
            With `--destroy`: destroy the deployments although others, which come after them, still
            have resources.
            """
        ),
    )
    confirm = StrOption(
        default="",
        help=softwrap(
            """
            What a person would type where this asks: `yes`, or `destroy ENVIRONMENT` with
            `--destroy`. For use where there is no terminal.
            """
        ),
    )
