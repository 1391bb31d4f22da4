"""Options of the module rules."""

from __future__ import annotations

from pants.option.option_types import DictOption, SkipOption
from pants.option.subsystem import Subsystem
from pants.util.strutil import help_text, softwrap


class TerraformRulesSubsystem(Subsystem):
    options_scope = "terraform-rules"
    name = "the rules for Terraform modules"
    help = help_text(
        """
        What `lint` demands of Terraform modules. docs/rules.md has all rules.
        """
    )

    skip = SkipOption("lint")
    levels = DictOption[str](
        help=softwrap(
            """
            Levels of rules, by their ids: `off`, `warning` (shown, and fails nothing) or `error`.
            A rule that is not named has its own level. The `rule_levels` field of a
            `terraform_module` has the last word. Example: `{"terraform-naming": "off"}`
            """
        ),
    )
