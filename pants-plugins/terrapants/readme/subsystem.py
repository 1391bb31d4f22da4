"""Options of module READMEs and of the index of modules."""

from __future__ import annotations

from collections.abc import Iterable

from pants.option.option_types import IntOption, SkipOption, StrListOption, StrOption
from pants.option.subsystem import Subsystem
from pants.util.strutil import help_text, softwrap

from terrapants.findings.user_error import UserError
from terrapants.readme.findings import INDEX_TOOL, README_TOOL, RULES

_RULE_LIST = "\n".join(f"- `{rule.id}`: {rule.reason}" for rule in RULES)


class UnknownRule(UserError):
    """An option or field names a rule that there is not."""


class ModuleReadmeSubsystem(Subsystem):
    options_scope = README_TOOL.id
    name = "module READMEs"
    help = help_text(
        """
        READMEs of Terraform modules: their generated part, as terraform-docs writes it, and the
        rules that `check` applies to the rest.
        """
    )

    skip = SkipOption("fix", "lint", "check")
    skip_rules = StrListOption(
        help=f"Rules that are not applied. There are:\n\n{_RULE_LIST}",
    )
    sections = StrListOption(
        help=softwrap(
            """
            Titles of the sections that every README must have, in this order. Generated sections,
            such as `Inputs`, can be among them.
            """
        ),
    )
    fewest_words = IntOption(
        default=10,
        help="A README with fewer words of prose is a stub.",
    )
    optional_below = StrListOption(
        default=["examples", "tests", "test", "fixtures"],
        help=softwrap(
            """
            Modules below a directory of one of these names need no README. None is made there, and
            one that is there gets a generated part only if it has the markers of one.
            """
        ),
    )
    settings_file = StrOption(
        default=".terraform-docs.yml",
        help=softwrap(
            """
            The name of the settings files of terraform-docs, for those who run it with `--config`.
            Like terraform-docs, it is looked for in the module and in its `.config` directory, in
            a module above with `recursive`, and in the same two places of the build root.
            """
        ),
        advanced=True,
    )


class ModuleIndexSubsystem(Subsystem):
    options_scope = INDEX_TOOL.id
    name = "the index of modules"
    help = help_text("A generated Markdown page that lists all Terraform modules.")

    skip = SkipOption("fix", "lint", "check")
    path = StrOption(
        default="docs/modules.md",
        help="The page, relative to the build root; if empty, there is none.",
    )


def checked_rules(rules: Iterable[str], origin: str) -> frozenset[str]:
    """The ids of rules as a set.

    :param origin: what names them, for the error.
    :raises UnknownRule: one of them is not a rule.
    """
    chosen = frozenset(rules)
    known = [rule.id for rule in RULES]
    unknown = sorted(chosen.difference(known))
    if unknown:
        raise UnknownRule(
            f'{origin} names the rule "{unknown[0]}", expected one of: {", ".join(known)}.'
        )
    return chosen
