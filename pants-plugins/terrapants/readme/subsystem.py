"""The options of module READMEs and of the index of modules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pants.option.option_types import (
    BoolOption,
    DictOption,
    IntOption,
    SkipOption,
    StrListOption,
    StrOption,
)
from pants.option.subsystem import Subsystem
from pants.util.strutil import help_text, softwrap

from terrapants.findings.finding import Finding
from terrapants.findings.rule_levels import OFF, RuleSettings, level_problem
from terrapants.findings.suggestion import did_you_mean
from terrapants.hcl.paths import join_path
from terrapants.readme.findings import INDEX_TOOL, README_SETTINGS, README_TOOL, RULES, new_finding

_RULE_LIST = "\n".join(f"- `{rule.id}`: {rule.reason}" for rule in RULES)


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
        help=f"Rules whose level is `off`. The rules are:\n\n{_RULE_LIST}",
    )
    levels = DictOption[str](
        help=softwrap(
            """
            The level of each rule, by its ID: `off`, `warning` (shown, but fails nothing) or
            `error`, which is the default of all. The `readme_rule_levels` field of a
            `terraform_module` takes precedence. Example: `{"usage-example": "warning"}`
            """
        ),
    )
    create = BoolOption(
        default=False,
        help=softwrap(
            """
            Whether `fix` writes a README for a module that has none: its title, what the module
            consists of, an example that calls it, and the generated part. Only one that `check`
            accepts is written.
            """
        ),
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
            and an existing one gets a generated part only if it has the markers. Each is the name
            of one directory, without a slash.
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
            its `.config` directory. If empty, none is read.
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
        help=softwrap(
            """
            The path of the page, relative to the build root. It is kept up to date if it has the
            markers of the index. If empty, there is no index.
            """
        ),
    )
    create = BoolOption(
        default=False,
        help=softwrap(
            """
            Whether `fix` writes the page if it does not exist, or puts the index at its end if it
            has no markers.
            """
        ),
    )

    @property
    def page(self) -> str | None:
        """The path without `.` and inner `..`; None where it is not one of a file below the build
        root."""
        return _path_below(self.path)

    @property
    def problem(self) -> str:
        """What is wrong with the path, "" where there is an index, or is to be none."""
        if not self.path or self.page is not None:
            return ""
        return f"`[{self.options_scope}].path` is {_shown(self.path)}: {_EXPECTED_PATH}"


# In bytes; file systems take no more.
_LONGEST_NAME = 255
_EXPECTED_PATH = "expected the path of a file, relative to the build root, such as docs/modules.md"


def _path_below(path: str) -> str | None:
    """:return: None for a path that is absolute, of the home directory, leads out, or that no file
    can have."""
    too_long = any(len(name.encode()) > _LONGEST_NAME for name in path.split("/"))
    if too_long or path.startswith("~") or any(not each.isprintable() for each in path):
        return None
    return join_path("", path) or None


def _shown(text: str) -> str:
    return f'"{text if len(text) <= 80 else text[:80] + "…"}"'


def is_optional(directory: str, subsystem: ModuleReadmeSubsystem) -> bool:
    """Whether the module in the directory needs no README."""
    return any(part in subsystem.optional_directories for part in directory.split("/"))


def settings_file_name(subsystem: ModuleReadmeSubsystem) -> str:
    """The name of terraform-docs' settings files, "" where none is to be read."""
    return _path_below(subsystem.settings_file) or ""


def option_problems(subsystem: ModuleReadmeSubsystem) -> Iterator[Finding]:
    """What is wrong with the options."""
    scope = subsystem.options_scope
    if subsystem.settings_file and not settings_file_name(subsystem):
        yield _problem(
            f"`[{scope}].settings_file` is {_shown(subsystem.settings_file)}: expected the name of "
            "a file in the module's directory, such as .terraform-docs.yml"
        )
    for name in subsystem.optional_directories:
        if not name or "/" in name:
            yield _problem(
                f"`[{scope}].optional_directories` has {_shown(name)}: expected the name of one "
                "directory, without a slash"
            )
    yield from level_problems(dict.fromkeys(subsystem.skip_rules, OFF), f"`[{scope}].skip_rules`")
    yield from level_problems(subsystem.levels, f"`[{scope}].levels`")


def repository_levels(subsystem: ModuleReadmeSubsystem) -> RuleSettings:
    """The levels of all modules, as far as they have no problem."""
    return RuleSettings().amended(
        usable_levels({**dict.fromkeys(subsystem.skip_rules, OFF), **subsystem.levels})
    )


def usable_levels(levels: Mapping[str, str]) -> dict[str, str]:
    """The levels without a problem."""
    return {
        rule: level for rule, level in levels.items() if not [*level_problems({rule: level}, "")]
    }


def level_problems(levels: Mapping[str, str], origin: str) -> Iterator[Finding]:
    """What is wrong with levels.

    :param origin: what names them.
    """
    known = [rule.id for rule in RULES]
    for rule, level in levels.items():
        if rule not in known:
            yield _problem(
                f'Unknown rule ID "{rule}" in {origin}.{did_you_mean(rule, known, chr(34))} '
                f"The rule IDs are: {', '.join(known)}."
            )
        elif level_problem(rule, level):
            yield _problem(f"{origin}: {level_problem(rule, level)}")


def _problem(message: str) -> Finding:
    return new_finding(README_SETTINGS, "", 0, message)
