from __future__ import annotations

from typing import Optional

import pytest

from terrapants.hcl.lock_file import LockedProvider, LockFile
from terrapants.locking.lock_state import constraint_key, lock_state

AWS = "registry.terraform.io/hashicorp/aws"
TWO = ("darwin_arm64", "linux_amd64")
LOCKED = LockedProvider(AWS, "5.1.0", ">= 5.0.0, < 6.0.0", ("h1:a=", "h1:b=", "zh:00"))
FITS = LockFile((LOCKED,))


def reason(
    constraints: tuple[str, ...] = (">= 5.0", "< 6.0"),
    lock: Optional[LockFile] = FITS,
    platforms: tuple[str, ...] = TWO,
) -> str:
    return lock_state([(AWS, constraints)], lock, platforms).reason


def test_a_lock_file_that_fits() -> None:
    state = lock_state([(AWS, ("< 6.0", ">=5.0.0"))], LockFile((LOCKED,)), TWO)
    assert (state.reason, state.kept, state.resolve) == ("", (LOCKED,), ())


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (reason(lock=None), "it is missing"),
        (reason(lock=LockFile()), "it does not lock hashicorp/aws"),
        (
            reason(("~> 4.0",)),
            "it locks hashicorp/aws 5.1.0, and the constraints are ~> 4.0",
        ),
        (reason((">= 5.0",)), "the constraints of hashicorp/aws are now >= 5.0"),
        (reason(()), "the constraints of hashicorp/aws are now none"),
        (
            reason(platforms=(*TWO, "windows_amd64")),
            (
                "it lacks checksums of hashicorp/aws for one of darwin_arm64, linux_amd64, "
                "windows_amd64"
            ),
        ),
        (
            # As many checksums as platforms, but of others.
            reason(lock=LockFile((LOCKED,), ("linux_amd64", "windows_amd64"))),
            "it lacks checksums of hashicorp/aws for one of darwin_arm64, linux_amd64",
        ),
        (reason(lock=LockFile((LOCKED,), (*TWO, "windows_amd64"))), ""),
        (reason(("nonsense",)), "it locks hashicorp/aws 5.1.0, and the constraints are nonsense"),
    ],
)
def test_why_a_lock_file_has_to_be_written(found: str, expected: str) -> None:
    assert found == expected


def test_a_version_stays_as_long_as_it_is_allowed() -> None:
    lock = LockFile((LOCKED,))
    assert lock_state([(AWS, (">= 5.0",))], lock, TWO).resolve == ((AWS, (">= 5.0",), "5.1.0"),)
    assert lock_state([(AWS, ("~> 4.0",))], lock, TWO).resolve == ((AWS, ("~> 4.0",), None),)


def test_an_upgrade_chooses_anew_without_calling_the_file_stale() -> None:
    needs = [(AWS, (">= 5.0, < 6.0",))]
    state = lock_state(needs, LockFile((LOCKED,)), TWO, upgrade=True)
    assert (state.reason, state.kept) == ("", ())
    assert state.resolve == ((AWS, (">= 5.0, < 6.0",), None),)


def test_what_no_module_needs_any_more() -> None:
    state = lock_state([], LockFile((LOCKED,)), TWO)
    assert state.reason == "no module needs hashicorp/aws, which it locks"
    assert lock_state([], None, TWO).reason == ""


def test_who_asks_for_the_same_shares_a_key() -> None:
    assert constraint_key((">= 5.0", "<6")) == constraint_key(("< 6.0.0, >= 5",))
    assert constraint_key(("nonsense",)) == ("nonsense",)
