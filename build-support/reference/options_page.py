"""The page of the options."""

from __future__ import annotations

import json
from collections.abc import Iterator
from enum import Enum
from typing import Any

from pants.engine.goal import GoalSubsystem
from pants.option.option_types import OptionsInfo
from pants.option.subsystem import Subsystem
from pants.util.strutil import strval

from markdown import code, prose
from suite import Suite, options_of

INTRODUCTION = """\
Set an option in `pants.toml` (`name = …` in the section of its scope), on the command line or in an
environment variable; each is shown below with all three names. The options of goals are on
[their page](goals.md).
"""


def page(suite: Suite) -> str:
    scopes = [each for each in suite.subsystems() if not issubclass(each, GoalSubsystem)]
    return "\n\n".join(("# Options", INTRODUCTION.strip(), *map(scope, scopes)))


def scope(subsystem: type[Subsystem]) -> str:
    return "\n\n".join(
        (
            f"## `[{subsystem.options_scope}]`",
            prose(strval(subsystem.help)),
            *options(subsystem),
        )
    )


def options(subsystem: type[Subsystem]) -> Iterator[str]:
    for option in options_of(subsystem):
        yield _option(subsystem.options_scope, option)


def _option(scope: str, option: OptionsInfo) -> str:
    name = option.flag_names[-1][len("--") :]
    about = option.flag_options
    flag = f"--{scope}-{name}"
    if about["type"] is bool:
        flag = f"--[no-]{scope}-{name}"
    variable = f"PANTS_{scope}_{name}".upper().replace("-", "_")
    return "\n\n".join(
        (
            f"### `[{scope}].{name.replace('-', '_')}`",
            f"{_kind(about)}, default {_default(about)}. {code(flag)}, {code(variable)}.",
            prose(strval(about["help"])),
        )
    )


def _kind(about: dict[str, Any]) -> str:
    kind = about["type"]
    if kind is list:
        return f"List of {_plural(about.get('member_type', str))}"
    if isinstance(kind, type) and issubclass(kind, Enum):
        return f"One of {', '.join(code(str(each.value)) for each in kind)}"
    return _NAMES.get(_name(kind), _name(kind))


def _name(kind: Any) -> str:
    return str(getattr(kind, "__name__", kind))


_NAMES = {
    "str": "String",
    "int": "Integer",
    "bool": "Boolean",
    "dict": "Dictionary",
    "file_option": "File",
    "dir_option": "Directory",
    "shell_str": "String",
}
_PLURALS = {"file_option": "files", "dir_option": "directories", "shell_str": "arguments"}


def _plural(kind: Any) -> str:
    return _PLURALS.get(_name(kind), "strings" if kind is str else f"{_name(kind)}s")


def _default(about: dict[str, Any]) -> str:
    shown = about.get("default_help_repr")
    if shown is not None:
        return str(shown)
    default = about["default"]
    if default is None:
        return "unset"
    if isinstance(default, Enum):
        default = default.value
    if isinstance(default, str):
        return code(json.dumps(default))
    return code(json.dumps(default if isinstance(default, (bool, int, dict)) else [*default]))
