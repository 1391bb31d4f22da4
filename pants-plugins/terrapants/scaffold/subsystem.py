"""Options of the goal `generate-module`, and of cookiecutter."""

from __future__ import annotations

from pants.engine.goal import GoalSubsystem
from pants.option.option_types import BoolOption, IntOption, StrListOption, StrOption
from pants.util.strutil import help_text, softwrap

from terrapants.findings.locked_tool import LockedTool
from terrapants.findings.user_error import UserError
from terrapants.scaffold.naming import shortened

# In seconds: a day.
LONGEST_TIMEOUT = 24 * 60 * 60


class Cookiecutter(LockedTool):
    options_scope = "cookiecutter"
    help = help_text("Renders the templates of `generate-module`.")

    requirement = "cookiecutter"
    package = "terrapants.scaffold"
    pythons = "CPython>=3.9,<4"


class GenerateModuleSubsystem(GoalSubsystem):
    name = "generate-module"
    help = help_text(
        """
        Generate a module, package or service from a template, and keep it up to date with that
        template.

        A kind is a directory that contains a `cookiecutter.json`, directly below one of
        `--templates`.
        """
    )

    kind = StrOption(default=None, help="What to generate; `--list` shows the available kinds.")
    module_name = StrOption(
        "--name",
        default=None,
        help=softwrap(
            """
            The name of the new module, package or service. If it is missing and Pants runs on a
            terminal, the template's questions are asked.
            """
        ),
    )
    settings = StrListOption(
        "--set",
        metavar="<key>=<value>",
        help="The value of a variable of the template. May be repeated.",
    )
    output_dir = StrOption(
        default=None,
        help=softwrap(
            """
            The directory in which to create the new one, relative to the build root. Defaults to
            the template's own choice.
            """
        ),
    )
    kind_from = StrOption(
        default=None,
        metavar="<path>",
        help="Use the template in this directory of the repository instead of `--kind`.",
    )
    list_kinds = BoolOption(
        "--list", default=False, help="Show the kinds with their variables and defaults."
    )
    dry_run = BoolOption(default=False, help="Show what would be written, but write nothing.")
    show = BoolOption(default=False, help="With `--dry-run`, also show the contents of the files.")
    force = BoolOption(default=False, help="Overwrite existing files, and list them.")
    update = BoolOption(
        default=False,
        help=softwrap(
            """
            Merge the changes of their templates into the given generated modules, as in
            `generate-module --update ::`.
            """
        ),
    )
    check = BoolOption(
        default=False,
        help="Report which of the given generated modules are behind their templates.",
    )
    templates = StrListOption(
        default=["templates"],
        advanced=True,
        help="The directories that contain the kinds, relative to the build root.",
    )
    timeout = IntOption(
        default=60,
        advanced=True,
        help=softwrap(
            f"""
            The number of seconds after which the rendering of a template is stopped, from 1 to
            {LONGEST_TIMEOUT}.
            """
        ),
    )

    @property
    def seconds(self) -> int:
        """:raises UserError: if the timeout is not a number of seconds that can be waited for."""
        if not 1 <= self.timeout <= LONGEST_TIMEOUT:
            raise UserError(
                f"`--generate-module-timeout` is {shortened(str(self.timeout))}: expected a number "
                f"of seconds from 1 to {LONGEST_TIMEOUT}."
            )
        return self.timeout
