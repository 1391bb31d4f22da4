"""What a failed `terraform init` means, for the person who must act."""

from __future__ import annotations

import posixpath
import re
import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from terrapants.hcl.provider_needs import source_address
from terrapants.terraform.json_output import Diagnostic

_PREAMBLE = "Terraform encountered problems during initialisation"
# Errors of the lock file, not of a place: Terraform itself says best what to do.
_LOCK_FILE = ("locked provider", "checksums previously recorded")
_NO_LONGER_THERE = re.compile(r"the previously-selected version (\S+) is no longer available")
_REGISTRY = "Error accessing remote module registry"
_UNREACHABLE = ("Failed to download module", _REGISTRY)
# What Terraform concludes of a module that it could not read: which provider `foo` is, it guesses.
_CONSEQUENCE = "Provider type mismatch"
_FOLLOWS_FROM_SUITE = (
    "Incomplete lock file information for providers",
    "Lock file not updated",
    # From 1.16 on.
    "Unmanaged providers are in effect",
)
# How `init` says which version of a provider it looks for, after the provider's name.
_WANTED = {
    ": Finding latest version...": "any version",
    ": Reusing previous version from the dependency lock file": "as in .terraform.lock.hcl",
}
_MODULE_AT = re.compile(r'for module "[^"]*"(?P<at> at )(?P<path>.+):(?P<line>\d+)\.?$')
# Terraform names the directory of a module that is gone only in the error before.
_NO_DIRECTORY = re.compile(r"lstat (?P<path>.+): no such file or directory$")
_TERMINAL = re.compile(r"\x1b\[[0-9;]*m|[│╷╵]")


@dataclass(frozen=True)
class KnownProviders:
    """Where providers were looked for.

    :param mirrors: their directories.
    :param mirrored: the versions that the mirrors hold, by the provider's source address.
    :param locked: the versions in the module's lock file, by the provider's source address.
    """

    mirrors: tuple[str, ...] = ()
    mirrored: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    locked: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Unavailable:
    """A provider or a module that could not be had.

    :param provider: as `init` named it (`hashicorp/aws`), empty where it is a module.
    :param source: of a module, the diagnostic that says where it is called.
    """

    sentence: str
    provider: str = ""
    source: Diagnostic | None = None

    def __str__(self) -> str:
        where = f"{self.source.position}: " if self.source and self.source.path else ""
        return f"{where}{self.sentence}"


@dataclass(frozen=True)
class InitFailure:
    """Why `terraform init` failed.

    :param unavailable: one for each provider or module that could not be had.
    :param diagnostics: the other errors, which speak of the configuration itself.
    """

    unavailable: tuple[Unavailable, ...]
    diagnostics: tuple[Diagnostic, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        return tuple(str(each) for each in self.unavailable)


def read_requirement(message: Mapping[str, Any], requirements: dict[str, str]) -> None:
    """Note which version of a provider a message of `init`, of type `log`, says it looks for."""
    text = str(message.get("@message", ""))
    prefix, separator, constraint = text.partition(", version_constraint: ")
    if separator:
        requirements[prefix.rpartition(" ")[2]] = f"version {constraint}"
    for ending, wanted in _WANTED.items():
        if text.endswith(ending):
            requirements[text[: -len(ending)]] = wanted


def follows_from_suite(found: Diagnostic) -> bool:
    """Whether `init` warns of what follows from how the suite calls it: with mirrors, with lock
    files that it may not change, and with providers of the pool."""
    return found.summary.startswith(_FOLLOWS_FROM_SUITE)


def plain_text(text: str) -> str:
    """Terraform's text without JSON, colours, boxes and empty lines."""
    lines = (line for line in text.split("\n") if not line.startswith("{"))
    plain = (" ".join(_TERMINAL.sub(" ", line).split()) for line in lines)
    return "\n".join(filter(None, plain))[:1000]


def after_colon(text: str) -> str:
    """The text of `plain_text` behind a colon: several lines begin below it."""
    return f" {text}" if "\n" not in text else "\n" + textwrap.indent(text, "  ")


def explain_init_failure(
    diagnostics: Iterable[Diagnostic],
    requirements: Mapping[str, str],
    providers: KnownProviders,
    directory: str = "",
) -> InitFailure:
    """Sort the errors of `terraform init`.

    Left out are those that only follow from a module that could not be had.

    :param requirements: the version of each provider that `init` looked for, in words.
    :param directory: where Terraform ran, relative to the build root.
    """
    unavailable: dict[str, Unavailable] = {}
    others: dict[Diagnostic, None] = {}
    for error in _with_positions(diagnostics, directory):
        provider = _provider(error.detail, requirements)
        if error.severity != "error" or error.summary.startswith(_PREAMBLE):
            continue
        if provider and not any(text in error.detail for text in _LOCK_FILE):
            wanted = _wanted(requirements[provider], providers.locked.get(source_address(provider)))
            sentence = _missing_provider(provider, wanted, error.detail, providers)
            unavailable[sentence] = Unavailable(sentence, provider)
        elif error.summary in _UNREACHABLE:
            module = Unavailable(_unreachable_module(error), source=error)
            unavailable[str(module)] = module
        else:
            others[error] = None
    modules = any(each.source for each in unavailable.values())
    kept = tuple(error for error in others if not (modules and error.summary == _CONSEQUENCE))
    # Terraform asks for providers at the same time, so their errors come in any order.
    return InitFailure(tuple(unavailable[key] for key in sorted(unavailable)), kept)


def _with_positions(diagnostics: Iterable[Diagnostic], directory: str) -> list[Diagnostic]:
    """Terraform reports a module that it cannot read twice: first without the position, and then
    with it, as part of the text."""
    placed: list[Diagnostic] = []
    others: list[Diagnostic] = []
    for each in diagnostics:
        match = None if each.path else _MODULE_AT.search(each.detail)
        if match:
            path = posixpath.normpath(posixpath.join(directory, match["path"]))
            # Without the place, which is relative to the module that Terraform ran in: whoever else
            # calls the same module gets the same finding.
            detail = " ".join(each.detail[: match.start("at")].split()) + "."
            gone = _NO_DIRECTORY.search(others[-1].detail) if others else None
            if gone:
                called = posixpath.normpath(posixpath.join(directory, gone["path"]))
                detail = detail.replace("The directory could", f"The directory {called} could")
                detail = f"{detail.rstrip('.')}: it does not exist."
            placed.append(replace(each, path=path, line=int(match["line"]), detail=detail))
        else:
            others.append(each)
    said = {each.summary for each in placed}
    return [*placed, *(each for each in others if each.path or each.summary not in said)]


def _provider(detail: str, requirements: Mapping[str, str]) -> str:
    """The provider that an error is about, as `init` named it when it looked for it."""
    words = {word.strip(":,.\"'") for word in detail.split()}
    return next((provider for provider in requirements if provider in words), "")


def _wanted(requirement: str, locked: str | None) -> str:
    is_locked = requirement.startswith("as in ") and locked is not None
    return f"version {locked} {requirement}" if is_locked else requirement


def _missing_provider(
    provider: str,
    wanted: str,
    detail: str,
    providers: KnownProviders,
) -> str:
    address = source_address(provider)
    places = []
    if providers.mirrors:
        held = providers.mirrored.get(address)
        content = f"holds {', '.join(held)}" if held else "does not hold it"
        places.append(f"the mirror {' and '.join(providers.mirrors)} ({content})")
    if address not in providers.mirrored:
        places.append(f"the registry {address.partition('/')[0]} ({_reason(detail)})")
    locked = _NO_LONGER_THERE.search(detail)
    if locked:
        wanted = f"version {locked[1]} as in .terraform.lock.hcl"
    return f"Provider {provider}, {wanted}, was not found. Looked in {' and '.join(places)}."


def _reason(detail: str) -> str:
    """The innermost reason of Go's chained errors (`a: b: c`), without Terraform's advice."""
    first = " ".join(detail.split("\n\n")[0].split())
    for marker in ("no such host", "connection refused", "i/o timeout", "does not have a provider"):
        if marker in first:
            return f"could not connect: {marker}" if "provider" not in marker else "unknown there"
    return first.rpartition(": ")[2]


def _unreachable_module(error: Diagnostic) -> str:
    detail = " ".join(error.detail.split())
    if error.summary == _REGISTRY:
        return f"{detail.partition(': ')[0]}: {_reason(detail).rstrip('.')}."
    head, _, reason = detail.partition(": error downloading")
    if not reason:
        return detail
    fatal = reason.partition("fatal: ")[2].partition(" fatal: ")[0]
    return f"{head}: {fatal or reason.rpartition(': ')[2]}"
