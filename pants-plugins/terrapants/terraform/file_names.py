"""Which files Terraform may read, by their names alone: nothing here opens a file.

Every file below a module's directory may be read by that module. Files elsewhere that modules name,
such as shared policies, are recognised by `[terraform-shared-files].names`.

A module in the build root is another matter: all of the repository is below it. What is beside it
is recognised by those names (`pants.toml` is nobody's input), and of the directories below it those
count that have no BUILD file, in them or above, and whose names do not begin with a dot.
"""

from __future__ import annotations

import fnmatch
import os
import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from typing import Callable

from pants.base.build_environment import get_buildroot
from pants.engine.fs import PathGlobs, Paths
from pants.engine.internals.build_files import BuildFileOptions
from pants.engine.rules import Get, Rule, collect_rules, rule
from pants.engine.target import RegisteredTargetTypes
from pants.engine.unions import UnionRule
from pants.option.option_types import StrListOption
from pants.option.subsystem import Subsystem
from pants.util.frozendict import FrozenDict
from pants.util.logging import LogLevel
from pants.util.strutil import help_text, softwrap

from terrapants.hcl.file_facts import CONFIGURATION_SUFFIXES, LOCK_FILE, TEST_SUFFIXES
from terrapants.terraform.globs import anywhere, may_have_targets
from terrapants.terraform.notices import Given, Logged, Notices
from terrapants.terraform.pants_compat import DEPLOYMENT_FILES
from terrapants.terraform.unsupported_paths import unsupported_paths

# What Terraform loads by itself from a module's directory, and from a test directory
# ("Variable Definitions Files" and "Dependency Lock File" in Terraform's documentation).
VARIABLE_FILES = (
    "terraform.tfvars",
    "terraform.tfvars.json",
    "*.auto.tfvars",
    "*.auto.tfvars.json",
)
# What Terraform loads by itself from a module's directory besides configuration.
INPUT_GLOBS = (LOCK_FILE, *VARIABLE_FILES)
PYTHON = (".py", ".pyi")
# The one directory below a module in which Terraform looks for tests by itself.
DEFAULT_TEST_DIRECTORY = "tests"
MODULE_GLOBS = tuple(f"*{suffix}" for suffix in CONFIGURATION_SUFFIXES)
TEST_GLOBS = tuple(f"*{suffix}" for suffix in TEST_SUFFIXES)
MOCK_SUFFIXES = (".tfmock.hcl", ".tfmock.json")
MOCK_GLOBS = tuple(f"*{suffix}" for suffix in MOCK_SUFFIXES)


_TERRAFORM_SUFFIXES = (*CONFIGURATION_SUFFIXES, *TEST_SUFFIXES)


class SharedFilesSubsystem(Subsystem):
    options_scope = "terraform-shared-files"
    help = help_text("Files that several Terraform modules read.")

    names = StrListOption(
        default=[
            f"*.{extension}"
            for extension in (
                *("cfg", "conf", "crt", "csv", "ini", "j2", "json", "pem", "ps1", "pub", "rego"),
                *("sh", "sql", "tftpl", "tmpl", "tpl", "txt", "xml", "yaml", "yml", "zip"),
            )
        ],
        help=softwrap(
            """
            Names of the files that modules may read from outside their own directory, as in
            `file("${path.module}/../../policies/read.json")`. Each gets a target of its own, so
            that a change of it selects the modules that name it.

            Directories with a BUILD file, and those below them, are left out: give the file a
            `file` or `resource` target there. Every file below a module's directory is known
            without this option. Below a module in the build root, that is so in directories without
            a BUILD file; of the root's own files, and of Python, only these names are.
            """
        ),
    )


@dataclass(frozen=True)
class TerraformFileNames:
    """The directories that have, or may have, files for Terraform.

    :param names: the names of the files in each directory, as far as Terraform may read them, in
        order; empty for a directory that has such files only further below.
    :param subdirectories: the names of the directories in each, as far as they are among `names`.
    :param modules: the directories with Terraform configuration.
    :param outermost: those of them that are below no other module. The build root is none of them:
        what is below it is not all for Terraform.
    :param below_root: if the build root is a module, the directories below it whose files may all
        be for it.
    :param above_modules: the directories above a module.
    :param with_build_file: the directories with a BUILD file.
    :param build_patterns: the names of BUILD files.
    :param ignored: the globs of `[GLOBAL].build_ignore`.
    :param listed: the globs, below any directory, whose matches are all in `names`.
    :param deployment_files: the globs of names that targets of deployments are meant for, where
        there are such targets.
    """

    names: FrozenDict[str, tuple[str, ...]]
    subdirectories: FrozenDict[str, tuple[str, ...]]
    modules: frozenset[str]
    outermost: frozenset[str]
    below_root: frozenset[str]
    above_modules: frozenset[str]
    with_build_file: frozenset[str]
    build_patterns: tuple[str, ...]
    ignored: tuple[str, ...]
    listed: tuple[str, ...]
    deployment_files: tuple[str, ...] = ()

    def module_around(self, directory: str) -> str | None:
        """The outermost module that the directory is in, None where it is in none."""
        return next((each for each in upwards(directory) if each in self.outermost), None)

    def module_of(self, path: str) -> str | None:
        """The directory of the module that a file is in, None where it is in none."""
        return nearest_module(os.path.dirname(path), self.modules)

    def is_declared(self, directory: str) -> bool:
        """Whether a BUILD file says what a directory outside of modules has: one in it, or in a
        directory above it that is not above a module as well."""
        for each in upwards(directory):
            if each != directory and each in self.above_modules:
                return False
            if each in self.with_build_file:
                return True
        return False

    def directories_below(self, directory: str) -> Iterator[str]:
        """Those among `names` that are in the directory, or further below."""
        for name in self.subdirectories.get(directory, ()):
            path = os.path.join(directory, name)
            yield path
            yield from self.directories_below(path)


@dataclass(frozen=True)
class UnusableNames:
    """The names of this repository's files, and those of the option, that Pants cannot use."""


@dataclass(frozen=True)
class NoticesOfNames:
    notices: Notices


@rule
async def notices_of_names(
    subsystem: SharedFilesSubsystem, options: BuildFileOptions
) -> NoticesOfNames:
    found = await Get(Paths, PathGlobs, anywhere(("*",), options))
    of_terraform = (path for path in found.files if path.endswith(_TERRAFORM_SUFFIXES))
    texts = (
        *unsupported_paths(of_terraform, get_buildroot()),
        *(
            f"`[terraform-shared-files].names` has `{name}`, which is ignored: write the name "
            "of a file without its directory, such as `*.json`."
            for name in subsystem.names
            if not is_usable(name)
        ),
    )
    return NoticesOfNames(Notices(texts))


@rule
async def give_notices_of_names(_: UnusableNames, found: NoticesOfNames) -> Given:
    await Get(Logged, Notices, found.notices)
    return Given()


@rule(desc="Find the files that Terraform may read", level=LogLevel.DEBUG)
async def terraform_file_names(
    subsystem: SharedFilesSubsystem, options: BuildFileOptions, types: RegisteredTargetTypes
) -> TerraformFileNames:
    # One look at the whole tree: each further glob with `**` would be another.
    found = await Get(Paths, PathGlobs, anywhere(("*",), options))
    by_directory: dict[str, list[str]] = {}
    for path in found.files:
        directory, name = os.path.split(path)
        by_directory.setdefault(directory, []).append(name)
    if (await Get(NoticesOfNames)).notices.texts:
        await Get(Given, UnusableNames())
    is_build_file = _any_of(options.patterns)
    modules = frozenset(
        directory
        for directory, inside in by_directory.items()
        if may_have_targets(directory)
        and any(name.endswith(CONFIGURATION_SUFFIXES) for name in inside)
    )
    outermost = frozenset(
        directory
        for directory in modules
        if directory
        and not any(each in modules for each in upwards(os.path.dirname(directory)) if each)
    )
    listed = (*MODULE_GLOBS, *TEST_GLOBS, *MOCK_GLOBS, *filter(is_usable, subsystem.names))
    is_listed = _any_of(listed)
    is_input = _any_of(INPUT_GLOBS)
    with_build_file = frozenset(
        directory for directory, inside in by_directory.items() if any(map(is_build_file, inside))
    )
    below_root = frozenset(
        directory
        for directory in (by_directory if "" in modules else ())
        if directory
        and not any(part.startswith(".") for part in directory.split("/"))
        and not any(
            each in outermost or each in with_build_file for each in upwards(directory) if each
        )
    )
    names: dict[str, list[str]] = {}
    for directory, inside in by_directory.items() if modules else ():
        if any(each in outermost for each in upwards(directory)):
            kept = inside
        elif directory in below_root:
            kept = [name for name in inside if is_listed(name) or not name.endswith(PYTHON)]
        else:
            is_root = directory in modules
            kept = [name for name in inside if is_listed(name) or (is_root and is_input(name))]
        if kept and may_have_targets(directory):
            names[directory] = kept
    for directory in tuple(names):
        for above in upwards(directory):
            names.setdefault(above, [])
    subdirectories: dict[str, list[str]] = {}
    for directory in sorted(names):
        if directory:
            parent, name = os.path.split(directory)
            subdirectories.setdefault(parent, []).append(name)
    return TerraformFileNames(
        FrozenDict({directory: tuple(sorted(inside)) for directory, inside in names.items()}),
        FrozenDict({parent: tuple(inside) for parent, inside in subdirectories.items()}),
        modules,
        outermost,
        below_root,
        frozenset(above for module in modules for above in upwards(os.path.dirname(module))),
        with_build_file,
        tuple(options.patterns),
        tuple(options.ignores),
        tuple(f"**/{glob}" for glob in listed),
        DEPLOYMENT_FILES if "terraform_var_files" in types.aliases_to_types else (),
    )


def is_usable(name: str) -> bool:
    """Whether it is a glob of a name: others would match nothing, or stop every goal."""
    is_open = "[" in name and "]" not in name[name.index("[") :]
    return not (not name or "/" in name or "**" in name or name.startswith("!") or is_open)


def _any_of(globs: Iterable[str]) -> Callable[[str], object]:
    """Whether a name matches any of the globs."""
    return re.compile("|".join(map(fnmatch.translate, globs)) or r"(?!)").match


def upwards(directory: str) -> Iterator[str]:
    """The directory and those above it, up to the build root, which is ""."""
    yield directory
    while directory:
        directory = os.path.dirname(directory)
        yield directory


def nearest_module(directory: str, module_directories: Container[str]) -> str | None:
    """The directory itself, or the nearest one above it, that is among the modules'."""
    return next((each for each in upwards(directory) if each in module_directories), None)


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
