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
        The rules that `lint` checks Terraform modules against. `fix` rewrites what it can be
        certain of. All are in docs/writing/rules.md.
        """
    )

    skip = SkipOption("fix", "lint")
    levels = DictOption[str](
        help=softwrap(
            """
            The level of each rule, by its ID: `off`, `warning` (shown, but does not fail `lint`)
            or `error`. A rule that is not listed has its default level. The `rule_levels` field of
            a `terraform_module` takes precedence. Example: `{"terraform-naming": "off"}`
            """
        ),
    )
