"""Options of the goal `generate-module`, and of cookiecutter."""

from __future__ import annotations

from pants.backend.python.subsystems.python_tool_base import PythonToolRequirementsBase
from pants.engine.goal import GoalSubsystem
from pants.option.option_types import BoolOption, IntOption, StrListOption, StrOption
from pants.util.strutil import help_text, softwrap


class Cookiecutter(PythonToolRequirementsBase):
    options_scope = "cookiecutter"
    help = help_short = help_text("Renders the templates of `generate-module`.")

    default_version = "cookiecutter>=2.6.0,<3"
    default_requirements = [default_version]  # noqa: RUF012
    default_interpreter_constraints = ["CPython>=3.9,<4"]  # noqa: RUF012
    register_interpreter_constraints = True
    # There is none: see `rendering`, which says so.
    default_lockfile_resource = ("terrapants.scaffold", "cookiecutter.lock")


class GenerateModuleSubsystem(GoalSubsystem):
    name = "generate-module"
    help = help_text(
        """
        Write a new module, package or service from a template, and keep it up to date with it.

        A kind is a directory with a `cookiecutter.json` below one of `--templates`.
        """
    )

    kind = StrOption(default=None, help="What to generate; `--list` shows the kinds there are.")
    module_name = StrOption(
        "--name",
        default=None,
        help=softwrap(
            """
            The name of what is generated. Without it, the template's questions are asked, if this
            is a terminal.
            """
        ),
    )
    settings = StrListOption(
        "--set",
        metavar="<key>=<value>",
        help="The value of a variable of the template, as often as needed.",
    )
    output_dir = StrOption(
        default=None,
        help=softwrap(
            """
            The directory that gets the new one, relative to the build root. By default the one that
            the template names.
            """
        ),
    )
    kind_from = StrOption(
        default=None,
        metavar="<path>",
        help="Use the template in this directory of the repository, in place of `--kind`.",
    )
    list_kinds = BoolOption(
        "--list", default=False, help="Show the kinds, with their variables and defaults."
    )
    dry_run = BoolOption(default=False, help="Show what would be written, and write nothing.")
    show = BoolOption(default=False, help="With `--dry-run`, show the contents as well.")
    force = BoolOption(default=False, help="Overwrite files that exist; they are listed.")
    update = BoolOption(
        default=False,
        help=softwrap(
            """
            Merge what has changed in the templates into the generated modules that are named, as in
            `generate-module --update ::`.
            """
        ),
    )
    check = BoolOption(
        default=False,
        help="Say which of the generated modules that are named lack a change of their template.",
    )
    templates = StrListOption(
        default=["templates"],
        advanced=True,
        help="The directories of the kinds, relative to the build root.",
    )
    timeout = IntOption(
        default=60,
        advanced=True,
        help="The seconds after which a template that is still being rendered is stopped.",
    )
