"""Which `.terraform-docs.yml` applies to a module, as terraform-docs looks for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from terrapants.hcl.paths import join_path
from terrapants.readme.terraform_docs.settings import DocsSettings, Recursion
from terrapants.readme.terraform_docs.settings_file import read_settings


@dataclass(frozen=True)
class ApplicableSettings:
    """A module's settings; the warnings are sentences about settings without effect."""

    settings: DocsSettings
    warnings: tuple[str, ...] = ()


def possible_settings_files(directory: str, name: str) -> tuple[str, ...]:
    """The paths at which a module's settings may be, also those of the directories above.

    :param name: of a settings file.
    """
    directories = dict.fromkeys((*_above(directory), directory))
    return tuple(path for each in directories for path in _places(each, name))


def applicable_settings(directory: str, files: Mapping[str, str], name: str) -> ApplicableSettings:
    """A module's settings.

    :param files: the texts of those `possible_settings_files` that exist, by path.
    :raises SettingsError: one of the files that apply is not valid.
    """
    inherited: DocsSettings | None = None
    read: dict[str, DocsSettings] = {}
    for above in _above(directory):
        path = _first(files, above, name)
        if path is None:
            continue
        settings = read_settings(files[path], path)
        is_included = _is_included(above, directory, settings.recursion)
        if is_included is None or not settings.recursion.enabled:
            continue
        read[path] = settings
        generates = settings.generates and is_included
        inherited = replace(settings, recursion=Recursion(), generates=generates)
    own = _first(files, directory, name)
    root = _first(files, "", name)
    if own is not None:
        read[own] = settings = read_settings(files[own], own, inherited)
        excluded = settings.recursion.enabled and not settings.recursion.include_main
        chosen = replace(settings, generates=settings.generates and not excluded)
    elif inherited is not None:
        chosen = inherited
    elif root is not None:
        read[root] = chosen = read_settings(files[root], root)
    else:
        chosen = DocsSettings()
    return ApplicableSettings(
        chosen,
        tuple(
            f"{path}: not supported and without effect here: {', '.join(each.unsupported)}."
            for path, each in read.items()
            if each.unsupported
        ),
    )


def _is_included(above: str, directory: str, recursion: Recursion) -> bool | None:
    """Whether `recursive` includes a directory; None where it is not below the recursion's path."""
    start = join_path(above, recursion.path)
    prefix = f"{start}/" if start else ""
    if start is None or not directory.startswith(prefix):
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
    prefix = f"{directory}/" if directory else ""
    return f"{prefix}{name}", f"{prefix}.config/{name}"
