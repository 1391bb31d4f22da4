"""Options of the security scan."""

from __future__ import annotations

from pants.option.option_types import (
    ArgsListOption,
    BoolOption,
    SkipOption,
    StrListOption,
    StrOption,
)
from pants.util.strutil import help_text, softwrap

from terrapants.findings.locked_tool import LockedTool

# What checkov finds in native syntax, in JSON syntax, and in any text.
DEFAULT_FRAMEWORKS = ("terraform", "terraform_json", "secrets")


class Checkov(LockedTool):
    options_scope = "checkov"
    name = "checkov"
    help = help_text(
        """
        The security scan of Terraform modules under `lint`, by checkov. It uses no network.
        """
    )

    requirement = "checkov"
    package = "terrapants.security"
    # With others it brings a JIT compiler of its own.
    pythons = "CPython>=3.11,<3.12"

    skip = SkipOption("lint")
    args = ArgsListOption(
        example="--var-file=production.tfvars",
        extra_help="Arguments that the scan itself needs, such as `--output`, have no effect.",
    )
    frameworks = StrListOption(
        default=[],
        help=softwrap(
            f"""
            The kinds of code that checkov looks for. If empty: those of the configuration file, or
            if it has none, {", ".join(f"`{name}`" for name in DEFAULT_FRAMEWORKS)}.
            """
        ),
    )
    checks = StrListOption(
        default=[],
        help=softwrap(
            """
            Run only these checks, such as `CKV_AWS_18` or `CKV_AWS_*`. Replaces `check` in the
            configuration file.
            """
        ),
    )
    skip_checks = StrListOption(
        default=[],
        help=softwrap(
            """
            Do not run these checks, such as `CKV_AWS_18` or `CKV_AWS_*`. Replaces `skip-check` in
            the configuration file.
            """
        ),
    )
    soft_fail = BoolOption(
        default=False,
        help="Report all findings as warnings, with which `lint` does not fail.",
    )
    soft_fail_on = StrListOption(
        default=[],
        help=softwrap(
            """
            Report the findings of these checks, and of `soft-fail-on` in the configuration file, as
            warnings.
            """
        ),
    )
    hard_fail_on = StrListOption(
        default=[],
        help=softwrap(
            """
            Always report the findings of these checks, and of `hard-fail-on` in the configuration
            file, as errors.
            """
        ),
    )
    config = StrOption(
        default=None,
        advanced=True,
        help="A configuration file for all modules, relative to the build root.",
    )
    config_discovery = BoolOption(
        default=True,
        advanced=True,
        help=softwrap(
            """
            If `config` is not set: whether a module is scanned with the nearest `.checkov.yaml` or
            `.checkov.yml`, in its directory or above it. One in a home directory is never used.
            """
        ),
    )
    external_checks_dirs = StrListOption(
        default=[],
        help="Directories with your own checks, relative to the build root.",
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
            Write all results, including checks that passed, as JUnit XML to
            `dist/lint/checkov/checkov.xml`. For SARIF see `[findings].sarif`.
            """
        ),
    )
