"""The rows of a module's tables: its interface, selected and ordered as terraform-docs does.

The rules are those of "terraform/load.go" in terraform-docs and of the library that reads
Terraform files for it, terraform-config-inspect.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar

from terrapants.hcl.declarations import Variable
from terrapants.hcl.module_interface import ModuleInterface, Resource
from terrapants.hcl.paths import is_override
from terrapants.hcl.position import Position
from terrapants.readme.terraform_docs.provider_requirements import (
    ProviderRequirement,
    nfc,
    pinned_version,
    provider_of,
    provider_requirements,
)

IGNORE_COMMENT = "terraform-docs-ignore"
_KINDS = {"resource": "managed", "data": "data"}


@dataclass(frozen=True)
class Requirement:
    """A row of Requirements: `name` is "terraform" or a provider's local name."""

    name: str
    version: str


@dataclass(frozen=True)
class Provider:
    """A row of Providers; `version` is "" where it is not known."""

    name: str
    alias: str
    version: str
    position: Position

    @property
    def full_name(self) -> str:
        return f"{self.name}.{self.alias}" if self.alias else self.name


@dataclass(frozen=True)
class ModuleRow:
    """A row of Modules."""

    name: str
    source: str
    version: str
    position: Position


@dataclass(frozen=True)
class ResourceRow:
    """A row of Resources. `mode` is "managed" or "data"; `url` is "" where none is known."""

    address: str
    mode: str
    name: str
    url: str


@dataclass(frozen=True)
class Input:
    """A row of Inputs. `default` is JSON, "" for a required input."""

    name: str
    description: str
    type: str
    default: str
    required: bool
    position: Position


@dataclass(frozen=True)
class OutputRow:
    """A row of Outputs."""

    name: str
    description: str
    position: Position


@dataclass(frozen=True)
class RowProblem:
    """A place in the module's files that cannot be documented, and why."""

    position: Position
    message: str


@dataclass(frozen=True)
class ModuleRows:
    """All rows of a module's tables.

    Requirements and resources are in the order of their tables, the others in that of the source.
    If there are problems, nothing should be documented.
    """

    requirements: tuple[Requirement, ...]
    providers: tuple[Provider, ...]
    modules: tuple[ModuleRow, ...]
    resources: tuple[ResourceRow, ...]
    inputs: tuple[Input, ...]
    outputs: tuple[OutputRow, ...]
    problems: tuple[RowProblem, ...] = ()


def read_module_rows(
    interface: ModuleInterface,
    *,
    read_comments: bool = True,
    locked_versions: Mapping[str, str] | None = None,
) -> ModuleRows:
    """The rows of a module's tables.

    :param read_comments: whether the comment above a block replaces a missing description.
    :param locked_versions: the version of each provider in the lock file, by the provider's source
        address; None where the lock file is not read.
    """
    providers = provider_requirements(interface)
    problems: list[RowProblem] = []
    resources = [
        resource
        for resource in _effective(interface.resources, lambda found: str(found))
        if resource.mode in _KINDS and not _is_ignored(resource.comment)
    ]
    for resource in resources:
        providers.setdefault(provider_of(resource)[0], ProviderRequirement())
    return ModuleRows(
        requirements=(
            *(
                Requirement("terraform", nfc(each.constraint))
                for each in interface.required_versions
            ),
            *(
                Requirement(name, constraint)
                for name, required in sorted(providers.items())
                for constraint in required.constraints
            ),
        ),
        providers=_providers(resources, providers, locked_versions or {}),
        modules=tuple(
            ModuleRow(call.name, *_source(call.source_text, call.version_text), call.position)
            for call in _effective(interface.module_calls, lambda found: found.name)
            if not _is_ignored(call.comment)
        ),
        resources=_resource_rows(resources, providers),
        inputs=tuple(
            _input(variable, read_comments, problems)
            for variable in _effective(interface.variables, lambda found: found.name)
            if not _is_ignored(variable.comment)
        ),
        outputs=tuple(
            OutputRow(
                output.name,
                _description(output.description, output.comment, read_comments),
                output.position,
            )
            for output in _effective(interface.outputs, lambda found: found.name)
            if not _is_ignored(output.comment)
        ),
        problems=tuple(problems),
    )


def _is_ignored(comment: str) -> bool:
    """Whether the comment above a block leaves it out."""
    return IGNORE_COMMENT in comment


class _Positioned(Protocol):
    @property
    def position(self) -> Position: ...


_T = TypeVar("_T", bound=_Positioned)


def _effective(found: Iterable[_T], key: Callable[[_T], str]) -> list[_T]:
    """The last block with each key; override files come after all others."""
    by_key: dict[str, _T] = {}
    for each in sorted(found, key=lambda each: is_override(each.position.path)):
        by_key[key(each)] = each
    return list(by_key.values())


def _providers(
    resources: Iterable[Resource],
    requirements: Mapping[str, ProviderRequirement],
    locked: Mapping[str, str],
) -> tuple[Provider, ...]:
    # As in terraform-docs, only the last part of a provider's source address is compared.
    versions = {source.rpartition("/")[2]: version for source, version in locked.items()}
    found: dict[tuple[str, str], Provider] = {}
    for resource in sorted(resources, key=lambda each: (each.position.path, each.position.line)):
        name, alias = provider_of(resource)
        version = versions.get(name) or " ".join(requirements[name].constraints)
        found.setdefault((name, alias), Provider(name, alias, version, resource.position))
    return tuple(found.values())


def _resource_rows(
    resources: Iterable[Resource], requirements: Mapping[str, ProviderRequirement]
) -> tuple[ResourceRow, ...]:
    rows = {}
    for resource in resources:
        provider, _ = provider_of(resource)
        kind = resource.type.removeprefix(f"{provider}_")
        mode = _KINDS[resource.mode]
        required = requirements[provider]
        source = required.source or f"hashicorp/{provider}"
        url = ""
        if source.count("/") <= 1:
            section = "resources" if mode == "managed" else "data-sources"
            version = pinned_version(required.constraints)
            url = (
                f"https://registry.terraform.io/providers/{source}/{version}/docs/{section}/{kind}"
            )
        address = f"{provider}_{kind}.{resource.name}"
        rows[mode, address] = ResourceRow(address, mode, resource.name, url)
    return tuple(sorted(rows.values(), key=lambda row: (row.mode == "data", row.address)))


def _source(source: str, version: str) -> tuple[str, str]:
    """The source and version of a module call; without a version, `?ref=` gives it."""
    source, version = nfc(source), nfc(version)
    before, mark, ref = source.rpartition("?ref=")
    return (before, ref) if mark and ref and not version else (source, version)


def _input(variable: Variable, read_comments: bool, problems: list[RowProblem]) -> Input:
    default = variable.default
    if default is not None and default.not_constant is not None:
        message = (
            f'the default of variable "{variable.name}" refers to something or calls a function, '
            "expected a constant, as Terraform does"
        )
        problems.append(RowProblem(default.not_constant, message))
    declared = variable.type.text if variable.type is not None else ""
    return Input(
        name=variable.name,
        description=_description(variable.description, variable.comment, read_comments),
        type=declared or (default.type if default is not None else "any"),
        default="" if default is None else default.json,
        required=default is None,
        position=variable.position,
    )


def _description(description: str | None, comment: str, read_comments: bool) -> str:
    text = nfc(description or "").replace("\r\n", "\n")
    return text or (comment if read_comments else "")
