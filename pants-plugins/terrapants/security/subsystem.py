"""Options of the security scan."""

from __future__ import annotations

from pants.backend.python.util_rules.interpreter_constraints import InterpreterConstraints
from pants.option.option_types import (
    ArgsListOption,
    BoolOption,
    SkipOption,
    StrListOption,
    StrOption,
)
from pants.option.subsystem import Subsystem
from pants.util.strutil import help_text, softwrap

# What checkov finds in Terraform configuration: in native syntax, in JSON syntax, and in any text.
DEFAULT_FRAMEWORKS = ("terraform", "terraform_json", "secrets")


class Checkov(Subsystem):
    options_scope = "checkov"
    name = "checkov"
    help = help_text(
        """
        The security scan of Terraform modules under `lint`, by checkov. It uses no network.
        """
    )

    skip = SkipOption("lint")
    args = ArgsListOption(
        example="--var-file=production.tfvars",
        extra_help="What has an option here is refused there.",
    )
    frameworks = StrListOption(
        default=[],
        help=softwrap(
            f"""
            The kinds of code that checkov looks for; if empty, those of the configuration file, or
            else {", ".join(f"`{name}`" for name in DEFAULT_FRAMEWORKS)}.
            """
        ),
    )
    checks = StrListOption(
        default=[],
        help=softwrap(
            """
            Run only these checks, such as `CKV_AWS_18` or `CKV_AWS_*`. In place of `check` in the
            configuration file.
            """
        ),
    )
    skip_checks = StrListOption(
        default=[],
        help=softwrap(
            """
            Do not run these checks, such as `CKV_AWS_18` or `CKV_AWS_*`. In place of `skip-check`
            in the configuration file.
            """
        ),
    )
    soft_fail = BoolOption(
        default=False,
        help="Report all that is found as warnings, which fail nothing.",
    )
    soft_fail_on = StrListOption(
        default=[],
        help="Report what these checks find as warnings, beside those of the configuration file.",
    )
    hard_fail_on = StrListOption(
        default=[],
        help=softwrap(
            """
            Report what these checks find as errors whatever else says, beside those of the
            configuration file.
            """
        ),
    )
    config = StrOption(
        default=None,
        advanced=True,
        help="The configuration file of all modules, relative to the build root.",
    )
    config_discovery = BoolOption(
        default=True,
        advanced=True,
        help=softwrap(
            """
            Without `config`: whether a module is scanned with the nearest `.checkov.yaml` or
            `.checkov.yml`, in its directory or above it. One in a home directory is never used.
            """
        ),
    )
    external_checks_dirs = StrListOption(
        default=[],
        help="Directories with checks of your own, relative to the build root.",
    )
    extra_files = StrListOption(
        default=[],
        advanced=True,
        help="Globs of further files that `args` name, relative to the build root.",
    )
    junit = BoolOption(
        default=False,
        help=softwrap(
            """
            Write the results, also of the checks that passed, as JUnit XML to
            `dist/lint/checkov/checkov.xml`. For SARIF see `[findings].sarif`.
            """
        ),
    )
    install_from_resolve = StrOption(
        default="checkov",
        advanced=True,
        help="The resolve of `[python].resolves` that checkov is installed from.",
    )
    _interpreter_constraints = StrListOption(
        default=["CPython>=3.11,<3.12"],
        advanced=True,
        help="The Python that checkov runs on.",
    )

    @property
    def interpreter_constraints(self) -> InterpreterConstraints:
        return InterpreterConstraints(self._interpreter_constraints)
