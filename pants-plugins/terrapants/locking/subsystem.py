"""Options of the goal `tf-lock`, and of what `check` says about lock files."""

from __future__ import annotations

from pants.engine.goal import GoalSubsystem
from pants.option.option_types import BoolOption, StrListOption
from pants.util.strutil import help_text, softwrap


class TfLockSubsystem(GoalSubsystem):
    name = "tf-lock"
    help = help_text(
        """
        Write the dependency lock files (`.terraform.lock.hcl`) of Terraform modules, with the
        checksums of all platforms. A file that is up to date is not touched, and Terraform is not
        started for it.
        """
    )

    platforms = StrListOption(
        help=softwrap(
            """
            The platforms on which the modules are used, such as `linux_amd64` and `darwin_arm64`.
            If unset: `[download-terraform].platforms`, in releases of Pants that have it, or else
            the platform of this machine.
            """
        ),
    )
    check = BoolOption(
        default=False,
        help="Write nothing, and fail if a lock file is missing or not up to date.",
    )
    upgrade = BoolOption(
        default=False,
        help="Take the newest version of each provider that the constraints allow.",
    )
    skip_check = BoolOption(
        default=False,
        help="If true, `check` says nothing about lock files.",
    )
