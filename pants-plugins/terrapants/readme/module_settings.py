"""Finds and reads the terraform-docs settings of a module."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from pants.engine.fs import DigestContents, PathGlobs
from pants.engine.rules import Get, Rule, collect_rules, rule
from pants.engine.unions import UnionRule
from pants.util.logging import LogLevel

from terrapants.findings.finding import Finding, with_source_line
from terrapants.readme.docs_settings import (
    DocsSettings,
    Recursion,
    SettingsError,
    read_settings,
)
from terrapants.readme.findings import README_SETTINGS, new_finding
from terrapants.readme.subsystem import ModuleReadmeSubsystem


@dataclass(frozen=True)
class ModuleSettingsRequest:
    """A module's directory, relative to the build root."""

    directory: str


@dataclass(frozen=True)
class ModuleSettings:
    """A module's settings. `warnings` are sentences; with errors, `settings` is of no use."""

    settings: DocsSettings
    warnings: tuple[str, ...] = ()
    errors: tuple[Finding, ...] = ()


@rule(desc="Read the terraform-docs settings of a module", level=LogLevel.DEBUG)
async def module_settings(
    request: ModuleSettingsRequest, subsystem: ModuleReadmeSubsystem
) -> ModuleSettings:
    directories = ("", *_above(request.directory), request.directory)
    contents = await Get(
        DigestContents,
        PathGlobs(
            path
            for directory in directories
            for path in _places(directory, subsystem.settings_file)
        ),
    )
    files = {file.path: file.content.decode("utf-8", "replace") for file in contents}
    return choose_settings(request.directory, files, subsystem.settings_file)


def choose_settings(
    directory: str, files: Mapping[str, str], name: str = ".terraform-docs.yml"
) -> ModuleSettings:
    """The settings of a module, found as terraform-docs finds them.

    :param files: the texts of the settings files in the module's directory and those above.
    """
    warnings: list[str] = []
    try:
        settings = _choose(directory, files, name, warnings)
    except SettingsError as error:
        found = new_finding(README_SETTINGS, error.path, error.line, str(error))
        found = with_source_line(found, files[error.path])
        return ModuleSettings(DocsSettings(), (), (found,))
    return ModuleSettings(settings, tuple(warnings))


def _choose(
    directory: str, files: Mapping[str, str], name: str, warnings: list[str]
) -> DocsSettings:
    inherited: DocsSettings | None = None
    for above in _above(directory):
        path = _first(files, above, name)
        if path is None:
            continue
        settings = read_settings(files[path], path)
        inside = _inside(above, directory, settings.recursion)
        if inside is None:
            continue
        if not settings.recursion.enabled:
            continue
        inherited = replace(
            settings, recursion=Recursion(), generates=settings.generates and inside
        )
        _warn(warnings, path, settings)
    own = _first(files, directory, name)
    if own is not None:
        settings = read_settings(files[own], own, inherited)
        _warn(warnings, own, settings)
        excluded = settings.recursion.enabled and not settings.recursion.include_main
        return replace(settings, generates=settings.generates and not excluded)
    if inherited is not None:
        return inherited
    root = _first(files, "", name)
    if root is None:
        return DocsSettings()
    settings = read_settings(files[root], root)
    _warn(warnings, root, settings)
    return settings


def _warn(warnings: list[str], path: str, settings: DocsSettings) -> None:
    if settings.unsupported:
        warnings.append(
            f"{path}: not supported and without effect here: {', '.join(settings.unsupported)}."
        )


def _inside(above: str, directory: str, recursion: Recursion) -> bool | None:
    """Whether `recursive` takes a directory in; None where it is not below the recursion's path."""
    start = os.path.normpath(os.path.join(above, recursion.path))
    prefix = "" if start == "." else f"{start}/"
    if not directory.startswith(prefix):
        return None
    names = directory[len(prefix) :].split("/")
    return not any(name.startswith(".") or name in recursion.exclude for name in names)


def _above(directory: str) -> Iterator[str]:
    """The directories above, from the root on."""
    parts = directory.split("/") if directory else []
    return ("/".join(parts[:count]) for count in range(len(parts)))


def _first(files: Mapping[str, str], directory: str, name: str) -> str | None:
    return next((path for path in _places(directory, name) if path in files), None)


def _places(directory: str, name: str) -> tuple[str, str]:
    return os.path.join(directory, name), os.path.join(directory, ".config", name)


def rules() -> Iterable[Rule | UnionRule]:
    return collect_rules()
