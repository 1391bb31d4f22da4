"""What a failed `terraform init` means, for the person who must act."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from terrapants.terraform.json_output import Diagnostic

DEFAULT_HOST = "registry.terraform.io"

_PREAMBLE = "Terraform encountered problems during initialisation"
# Errors of the lock file, not of a place: Terraform itself says best what to do.
_LOCK_FILE = ("locked provider", "checksums previously recorded")
_NO_LONGER_THERE = re.compile(r"the previously-selected version (\S+) is no longer available")
_UNREACHABLE = ("Failed to download module", "Error accessing remote module registry")


@dataclass(frozen=True)
class InitFailure:
    """Why `terraform init` failed.

    :param sentences: one for each provider or module that could not be had.
    :param diagnostics: the other errors, which speak of the configuration itself.
    """

    sentences: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]


def explain_init_failure(
    diagnostics: Iterable[Diagnostic],
    requirements: Mapping[str, str],
    mirrors: Iterable[str],
    mirrored: Mapping[str, tuple[str, ...]],
) -> InitFailure:
    """Sort the errors of `terraform init`.

    :param requirements: the version of each provider that `init` looked for, in words.
    :param mirrors: the directories of `[terraform-providers].mirrors`.
    :param mirrored: the versions that the mirrors hold, by the provider's source address.
    """
    places = tuple(mirrors)
    sentences: dict[str, None] = {}
    others: list[Diagnostic] = []
    for error in diagnostics:
        provider = _provider(error.detail, requirements)
        if error.severity != "error" or error.summary.startswith(_PREAMBLE):
            continue
        if provider and not any(text in error.detail for text in _LOCK_FILE):
            sentence = _missing_provider(
                provider, requirements[provider], error.detail, places, mirrored
            )
            sentences[sentence] = None
        elif error.summary in _UNREACHABLE:
            sentences[_unreachable_module(error)] = None
        else:
            others.append(error)
    # Terraform asks for providers at the same time, so their errors come in any order.
    return InitFailure(tuple(sorted(sentences)), tuple(others))


def _provider(detail: str, requirements: Mapping[str, str]) -> str:
    """The provider that an error is about, as `init` named it when it looked for it."""
    words = {word.strip(":,.\"'") for word in detail.split()}
    return next((provider for provider in requirements if provider in words), "")


def _missing_provider(
    provider: str,
    wanted: str,
    detail: str,
    mirrors: tuple[str, ...],
    mirrored: Mapping[str, tuple[str, ...]],
) -> str:
    address = provider if provider.count("/") == 2 else f"{DEFAULT_HOST}/{provider}"
    places = []
    if mirrors:
        held = mirrored.get(address)
        content = f"holds {', '.join(held)}" if held else "does not hold it"
        places.append(f"the mirror {' and '.join(mirrors)} ({content})")
    if address not in mirrored:
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
    where = f"{error.position}: " if error.path else ""
    head, _, reason = detail.partition(": error downloading")
    if not reason:
        return f"{where}{detail}"
    fatal = reason.partition("fatal: ")[2].partition(" fatal: ")[0]
    return f"{where}{head}: {fatal or reason.rpartition(': ')[2]}"
