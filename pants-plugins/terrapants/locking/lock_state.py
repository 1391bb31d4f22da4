"""Whether a lock file fits its module."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Optional

from terrapants.hcl.lock_file import LockedProvider, LockFile
from terrapants.hcl.version_constraints import UnknownConstraint, parse_version, together

# The version constraints of each provider, by its source address.
Needs = Sequence[tuple[str, tuple[str, ...]]]


@dataclass(frozen=True)
class LockState:
    """:param reason: why the file has to be written, "" if it need not be.
    :param kept: what of it stays as it is.
    :param resolve: the other providers, each with its constraints and the version that stays.
    """

    reason: str
    kept: tuple[LockedProvider, ...]
    resolve: tuple[tuple[str, tuple[str, ...], Optional[str]], ...]


def lock_state(
    needs: Needs, lock: LockFile | None, platforms: tuple[str, ...], upgrade: bool = False
) -> LockState:
    """:param lock: None if there is no file.
    :param upgrade: whether versions are chosen anew.
    """
    found = {each.address: each for each in lock.providers} if lock else {}
    covered = lock is None or lock.platforms is None or set(platforms) <= set(lock.platforms)
    reasons: list[str] = []
    kept, resolve = [], []
    for address, constraints in needs:
        locked = found.get(address)
        reason = _reason(address, constraints, locked, platforms, covered)
        if locked is not None and not reason and not upgrade:
            kept.append(locked)
            continue
        if reason:
            reasons.append(reason)
        keeps = locked is not None and not upgrade and _satisfies(locked.version, constraints)
        resolve.append((address, constraints, locked.version if locked and keeps else None))
    reasons.extend(
        f"no module needs {_short(address)}, which it locks"
        for address in sorted(found.keys() - {address for address, _ in needs})
    )
    if lock is None and reasons:
        reasons = ["it is missing"]
    return LockState(reasons[0] if reasons else "", tuple(kept), tuple(resolve))


def _reason(
    address: str,
    constraints: tuple[str, ...],
    locked: LockedProvider | None,
    platforms: tuple[str, ...],
    covered: bool,
) -> str:
    name = _short(address)
    if locked is None:
        return f"it does not lock {name}"
    if not _satisfies(locked.version, constraints):
        return f"it locks {name} {locked.version}, and the constraints are {_shown(constraints)}"
    if _parsed(constraints) != _parsed((locked.constraints,)):
        # Terraform would change this line at its next `init`.
        return f"the constraints of {name} are now {_shown(constraints)}"
    if not covered or locked.packages < len(platforms):
        return f"it lacks checksums of {name} for one of {', '.join(platforms)}"
    return ""


def _satisfies(version: str, constraints: tuple[str, ...]) -> bool:
    try:
        locked = parse_version(version)
        return all(each.allows(locked) for each in together(constraints))
    except UnknownConstraint:
        return False


def _parsed(constraints: tuple[str, ...]) -> frozenset[str] | None:
    """The constraints as Terraform writes them."""
    try:
        return frozenset(map(str, together(constraints)))
    except UnknownConstraint:
        return None


def _shown(constraints: tuple[str, ...]) -> str:
    return ", ".join(constraints) or "none"


def _short(address: str) -> str:
    public = "registry.terraform.io/"
    return address[len(public) :] if address.startswith(public) else address


def constraint_key(constraints: tuple[str, ...]) -> tuple[str, ...]:
    """The same for all who ask for the same versions, however they write it."""
    parsed = _parsed(constraints)
    return constraints if parsed is None else tuple(sorted(parsed))
