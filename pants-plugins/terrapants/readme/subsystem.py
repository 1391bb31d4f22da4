"""The options of module READMEs and of the index of modules."""

from __future__ import annotations

from collections.abc import Iterable

from pants.option.option_types import IntOption, SkipOption, StrListOption, StrOption
from pants.option.subsystem import Subsystem
from pants.util.strutil import help_text, softwrap

from terrapants.findings.suggestion import did_you_mean
from terrapants.findings.user_error import UserError
from terrapants.readme.findings import INDEX_TOOL, README_TOOL, RULES

_RULE_LIST = "\n".join(f"- `{rule.id}`: {rule.reason}" for rule in RULES)


class UnknownRule(UserError):
    """An option or field names a rule that does not exist."""


class ModuleReadmeSubsystem(Subsystem):
    options_scope = README_TOOL.id
    name = "module READMEs"
    help = help_text(
        """
        READMEs of Terraform modules: their generated part, as terraform-docs writes it, and the
        rules that `check` applies to the rest of the page.
        """
    )

    skip = SkipOption("fix", "lint", "check")
    skip_rules = StrListOption(
        help=f"Rules that are not applied. The rules are:\n\n{_RULE_LIST}",
    )
    sections = StrListOption(
        help=softwrap(
            """
            Titles of the sections that every README must have, in this order. They may include
            generated sections, such as `Inputs`.
            """
        ),
    )
    minimum_words = IntOption(
        default=10,
        help="A README with fewer words of prose counts as a stub.",
    )
    optional_directories = StrListOption(
        default=["examples", "tests", "test", "fixtures"],
        help=softwrap(
            """
            Modules in directories of these names, or below them, need no README: none is created,
            and an existing one gets a generated part only if it has the markers.
            """
        ),
    )
    settings_file = StrOption(
        default=".terraform-docs.yml",
        help=softwrap(
            """
            The name of terraform-docs' settings files, for repositories that run it with
            `--config`. Like terraform-docs, `fix` and `lint` look for it in the module and in its
            `.config` directory, in a module above that has `recursive`, and in the build root and
            its `.config` directory.
            """
        ),
        advanced=True,
    )


class ModuleIndexSubsystem(Subsystem):
    options_scope = INDEX_TOOL.id
    name = "the index of modules"
    help = help_text("A generated Markdown page that lists all Terraform modules.")

    skip = SkipOption("fix", "lint")
    path = StrOption(
        default="docs/modules.md",
        help="The path of the page, relative to the build root. If empty, there is no index.",
    )


def checked_rules(rules: Iterable[str], origin: str) -> frozenset[str]:
    """The IDs of rules as a set.

    :param origin: what names them, for the error.
    :raises UnknownRule: one of them is not a rule.
    """
    chosen = frozenset(rules)
    known = [rule.id for rule in RULES]
    for unknown in sorted(chosen.difference(known)):
        raise UnknownRule(
            f'Unknown rule ID "{unknown}" in {origin}.{did_you_mean(unknown, known, chr(34))} '
            f"The rule IDs are: {', '.join(known)}."
        )
    return chosen
