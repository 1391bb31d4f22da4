"""Options of ruff: those of Pants' own ruff backend, but for where ruff comes from."""

from __future__ import annotations

import os.path
from collections.abc import Iterable

from pants.core.util_rules.config_files import ConfigFilesRequest
from pants.option.option_types import (
    ArgsListOption,
    BoolOption,
    FileOption,
    SkipOption,
    StrOption,
)
from pants.option.subsystem import Subsystem
from pants.util.strutil import help_text, softwrap


# Not Pants' own: its releases install ruff in different ways. Later ones have the scope `ruff` even
# without a backend for it, for BUILD files.
class Ruff(Subsystem):
    options_scope = "locked-ruff"
    name = "ruff"
    help = help_text("Lints, fixes and formats Python.")

    skip = SkipOption("fmt", "fix", "lint")
    args = ArgsListOption(example="--extend-ignore=E501")
    install_from_resolve = StrOption(
        default="ruff",
        advanced=True,
        help="The resolve of `[python].resolves` that ruff is installed from.",
    )
    config = FileOption(
        default=None,
        advanced=True,
        help=softwrap(
            """
            A configuration file for all code, relative to the build root, in place of
            `config_discovery`.
            """
        ),
    )
    config_discovery = BoolOption(
        default=True,
        advanced=True,
        help=softwrap(
            """
            Whether ruff sees the `pyproject.toml` and `ruff.toml` files of the directories of the
            code and of the root directory.
            """
        ),
    )

    def config_request(self, directories: Iterable[str]) -> ConfigFilesRequest:
        everywhere = ("", *directories)
        return ConfigFilesRequest(
            specified=self.config,
            specified_option_name=f"[{self.options_scope}].config",
            discovery=self.config_discovery,
            check_existence=[os.path.join(directory, "ruff.toml") for directory in everywhere],
            check_content={
                os.path.join(directory, "pyproject.toml"): b"[tool.ruff" for directory in everywhere
            },
        )
