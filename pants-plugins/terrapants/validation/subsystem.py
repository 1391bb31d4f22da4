"""Options of the module rules."""

from __future__ import annotations

from pants.option.option_types import DictOption, SkipOption
from pants.option.subsystem import Subsystem
from pants.util.strutil import help_text, softwrap

from terrapants.validation.module_rules.catalogue import ALL_RULES

_RULE_LIST = "\n".join(
    f"- `{each.id}` ({each.severity.value}): {each.reason}" for each in ALL_RULES
)


class TerraformRulesSubsystem(Subsystem):
    options_scope = "terraform-rules"
    name = "the rules for Terraform modules"
    help = help_text(
        """
        The rules that `lint` checks Terraform modules against. `fix` rewrites what it can be
        certain of.

        A comment `# terrapants:ignore <rule>` above a line, or at its end, suppresses a rule
        there. The `rule_levels` field of a `terraform_module` sets levels for one module, and
        `[terraform-rules].levels` for all.
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
        )
        + f"\n\nThe rules, with their default levels:\n\n{_RULE_LIST}",
    )
