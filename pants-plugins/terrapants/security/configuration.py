"""How checkov is configured: by options, and by the configuration file nearest to a module."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pants.base.build_environment import get_buildroot
from pants.engine.fs import (
    EMPTY_DIGEST,
    Digest,
    DigestContents,
    MergeDigests,
    PathGlobs,
    Paths,
    Snapshot,
)
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, rule
from pants.engine.unions import UnionRule
from pants.util.logging import LogLevel

from terrapants.hcl.paths import join_path
from terrapants.security.known_checks import KnownChecks
from terrapants.security.settings import (
    CONFIG_NAMES,
    ConfigFile,
    FailurePolicy,
    UnusableSetting,
    read_config,
    refuse_arguments,
    refuse_blanks,
)
from terrapants.security.subsystem import DEFAULT_FRAMEWORKS, Checkov
from terrapants.security.tool import RESULTS, PreparedCheckov
from terrapants.terraform.globs import literal_glob

_WORD = re.compile(r"[\w-]+")


@dataclass(frozen=True)
class ConfigPathRequest:
    """A module's directory, relative to the build root."""

    directory: str


@dataclass(frozen=True)
class ConfigPath:
    """The configuration file of a module, relative to the build root; empty if it has none."""

    path: str


@rule
async def config_path(request: ConfigPathRequest, checkov: Checkov) -> ConfigPath:
    if checkov.config or not checkov.config_discovery:
        return ConfigPath(checkov.config or "")
    candidates = list(_upwards(request.directory))
    found = await Get(Paths, PathGlobs(map(literal_glob, candidates)))
    return ConfigPath(next((path for path in candidates if path in found.files), ""))


def _upwards(directory: str) -> Iterator[str]:
    """Where a configuration file may be, the nearest first."""
    while True:
        yield from (os.path.join(directory, name) for name in CONFIG_NAMES)
        if not directory:
            return
        directory = os.path.dirname(directory)


@dataclass(frozen=True)
class Configuration:
    """What all modules with the same configuration file have in common.

    :param frameworks: the kinds of code that are looked for in a module.
    :param arguments: of checkov, except for these and for what is scanned.
    :param digest: the files that they name.
    :param problem: why there can be no scan: one or two sentences, or nothing.
    """

    known: KnownChecks = field(default_factory=KnownChecks)
    policy: FailurePolicy = field(default_factory=FailurePolicy)
    arguments: tuple[str, ...] = ()
    frameworks: tuple[str, ...] = DEFAULT_FRAMEWORKS
    digest: Digest = EMPTY_DIGEST
    problem: str = ""

    def arguments_for(self, frameworks: Iterable[str]) -> tuple[str, ...]:
        """All arguments but for what is scanned."""
        return (*self.arguments, "--framework", *frameworks)


@rule(desc="Read the configuration of checkov", level=LogLevel.DEBUG)
async def configuration(
    request: ConfigPath, checkov: Checkov, prepared: PreparedCheckov
) -> Configuration:
    if prepared.problem:
        return Configuration(problem=prepared.problem)
    try:
        refuse_arguments(checkov.args)
        refuse_blanks(
            {
                "checks": checkov.checks,
                "skip_checks": checkov.skip_checks,
                "soft_fail_on": checkov.soft_fail_on,
                "hard_fail_on": checkov.hard_fail_on,
                "frameworks": checkov.frameworks,
                "external_checks_dirs": checkov.external_checks_dirs,
                "extra_files": checkov.extra_files,
                "config": [checkov.config] if checkov.config else [],
            }
        )
        file = ConfigFile()
        file_digest = EMPTY_DIGEST
        if request.path:
            path = _inside(request.path)
            config = await Get(Snapshot, PathGlobs([literal_glob(path)]))
            _refuse_missing([path], config, "`[checkov].config` names it")
            file_digest = config.digest
            for content in await Get(DigestContents, Digest, file_digest):
                file = read_config(content.content.decode("utf-8", "replace"), content.path)
        own_dirs = [*map(_inside, checkov.external_checks_dirs)]
        of_file_dirs = [*map(_inside, file.external_checks_dirs)]
        own_globs = [f"{literal_glob(name)}/**" for name in (*own_dirs, *of_file_dirs)]
        files = [*map(_inside, file.files)]
        extra = [_inside_glob(glob) for glob in checkov.extra_files]
        named = await Get(Snapshot, PathGlobs([*own_globs, *map(literal_glob, files), *extra]))
        for name in (*own_dirs, *of_file_dirs):
            if name not in named.dirs:
                # A file or an empty directory, or nothing at all.
                raise UnusableSetting(
                    f"{name} is not a directory with files, but it is configured as a directory "
                    "with external checks."
                )
        _refuse_missing(files, named, f"{file.path} names it")
        matching = await MultiGet(Get(Paths, PathGlobs([glob])) for glob in extra)
        for glob, paths in zip(checkov.extra_files, matching):
            if not paths.files and not glob.startswith("!"):
                raise UnusableSetting(f"`[checkov].extra_files` has {glob}, which matches no file.")
        own_checks = await Get(DigestContents, PathGlobs(own_globs))
        words = (
            _WORD.findall(content.content.decode("utf-8", "replace")) for content in own_checks
        )
        known = KnownChecks(
            prepared.known.kinds, frozenset(word for each in words for word in each)
        )
        frameworks = tuple(checkov.frameworks) or file.frameworks or DEFAULT_FRAMEWORKS
        _refuse_unknown(checkov, file, known, frameworks)
    except UnusableSetting as error:
        return Configuration(problem=str(error))
    return Configuration(
        known,
        FailurePolicy(
            checkov.soft_fail or file.policy.soft_fail,
            (*checkov.soft_fail_on, *file.policy.soft_fail_on),
            (*checkov.hard_fail_on, *file.policy.hard_fail_on),
        ),
        tuple(_arguments(checkov, file.path, own_dirs)),
        frameworks,
        await Get(Digest, MergeDigests((file_digest, named.digest))),
    )


def _inside(path: str) -> str:
    """The path relative to the build root.

    :raises UnusableSetting: it leads out of the repository.
    """
    expanded = os.path.expanduser(path)
    absolute = os.path.isabs(expanded)
    joined = join_path("", os.path.relpath(expanded, get_buildroot()) if absolute else expanded)
    if not joined:
        raise UnusableSetting(
            f"checkov is configured to read {path or 'an empty path'}, which is not a path within "
            "the repository. Paths are relative to its root."
        )
    return joined


def _inside_glob(glob: str) -> str:
    """:raises UnusableSetting: the engine would not accept the glob."""
    exclusion = "!" if glob.startswith("!") else ""
    inside = _inside(glob[len(exclusion) :])
    for part in inside.split("/"):
        if ("**" in part and part != "**") or "[" in re.sub(r"\[!?[^/][^\]]*\]", "", part):
            raise UnusableSetting(
                f"`[checkov].extra_files` has {glob}, which is not a glob: `**` stands for whole "
                "directories, `[` begins a set of characters such as `[ab]`, and `[[]` is itself."
            )
    return f"{exclusion}{inside}"


def _refuse_missing(names: Iterable[str], found: Snapshot, origin: str) -> None:
    for name in names:
        if name not in found.files:
            kind = "is a directory" if name in found.dirs else "does not exist"
            raise UnusableSetting(f"{name} {kind}, but {origin}.")


def _refuse_unknown(
    checkov: Checkov, file: ConfigFile, known: KnownChecks, frameworks: tuple[str, ...]
) -> None:
    """:raises UnusableSetting: an option or the file names a check that does not exist."""
    named = (
        ("`[checkov].checks`", checkov.checks, frameworks),
        ("`[checkov].skip_checks`", checkov.skip_checks, ()),
        ("`[checkov].soft_fail_on`", checkov.soft_fail_on, ()),
        ("`[checkov].hard_fail_on`", checkov.hard_fail_on, ()),
        (f"`check` in {file.path}", () if checkov.checks else file.checks, frameworks),
        (f"`skip-check` in {file.path}", file.skip_checks, ()),
        (f"`soft-fail-on` in {file.path}", file.policy.soft_fail_on, ()),
        (f"`hard-fail-on` in {file.path}", file.policy.hard_fail_on, ()),
    )
    for origin, patterns, wanted in named:
        for pattern in patterns:
            # `CKV_AWS_18:path` skips it in some files only.
            check_id = pattern.partition(":")[0]
            if not known.knows(check_id, wanted):
                more = f".{known.advice(check_id)}"
                if len(re.split(r"[\s,]+", check_id)) > 1:
                    more = ". Make each ID an item of its own."
                elif known.knows(check_id):
                    more = f" for {', '.join(wanted)}."
                raise UnusableSetting(
                    f"{origin} has {check_id}, but checkov has no such check{more}"
                )


def _arguments(checkov: Checkov, config: str, own_dirs: Iterable[str]) -> Iterator[str]:
    # First, so that the others take precedence.
    yield from checkov.args
    if checkov.checks:
        yield from ("--check", ",".join(checkov.checks))
    if checkov.skip_checks:
        yield from ("--skip-check", ",".join(checkov.skip_checks))
    for directory in own_dirs:
        yield from ("--external-checks-dir", directory)
    if config:
        yield from ("--config-file", config)
    yield from ("--output", "json", "--output-file-path", RESULTS, "--compact")
    # What fails is decided from the results, so that Pants caches scans that found something too.
    yield "--soft-fail"
    yield from ("--skip-download", "--download-external-modules", "false")


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
