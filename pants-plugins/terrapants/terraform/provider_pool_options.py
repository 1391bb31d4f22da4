"""The options of the provider pool."""

from __future__ import annotations

import json

from pants.option.option_types import BoolOption, IntOption
from pants.util.strutil import help_text, softwrap

from terrapants.findings.locked_tool import LockedTool
from terrapants.findings.user_error import UserError

# A day, and more than fit into any memory.
_LARGEST = {"idle_seconds": 86_400, "max_providers": 100}


class ProviderPool(LockedTool):
    options_scope = "terraform-provider-pool"
    help = help_text(
        """
        Providers that `terraform validate` (the backend `terrapants.validation`), and tests that
        mock every provider (`terrapants.testing`), share instead of starting their own.
        """
    )

    requirement = "grpcio"
    package = "terrapants.provider_pool"
    pythons = "CPython>=3.9,<3.12"

    enabled = BoolOption(
        default=True,
        help=softwrap(
            """
            Whether Terraform processes may share running providers. Verdicts are the same without
            it, and so are cached results.
            """
        ),
    )
    idle_seconds = IntOption(
        default=30,
        advanced=True,
        help="For how many seconds providers stay after their last use, from 1 to 86400.",
    )
    max_providers = IntOption(
        default=4,
        advanced=True,
        help=softwrap(
            """
            How many providers may run at a time, from 1 to 100. A process that finds no place
            starts its own.
            """
        ),
    )

    @property
    def settings(self) -> str:
        """As JSON.

        :raises UserError: naming the option that is out of range.
        """
        settings = {"idle_seconds": self.idle_seconds, "max_providers": self.max_providers}
        for name, largest in _LARGEST.items():
            if not 1 <= settings[name] <= largest:
                raise UserError(
                    f"`[{self.options_scope}].{name}` is {settings[name]}, but must be from 1 to "
                    f"{largest}."
                )
        return json.dumps(settings)
