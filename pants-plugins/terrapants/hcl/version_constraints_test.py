from __future__ import annotations

import pytest

from terrapants.hcl.version_constraints import (
    UnknownConstraint,
    parse_constraints,
    parse_version,
    together,
)


@pytest.mark.parametrize(
    ("constraint", "allowed", "refused"),
    [
        ("1.2.3", ["1.2.3"], ["1.2.4", "1.2.3-beta1"]),
        ("= 1.2", ["1.2.0"], ["1.2.1"]),
        ("!= 1.2.0", ["1.2.1", "1.1.9"], ["1.2.0"]),
        ("> 1.2.0", ["1.2.1", "2.0.0"], ["1.2.0", "1.3.0-rc1"]),
        (">= 1.2", ["1.2.0", "10.0.0"], ["1.1.9"]),
        ("< 2.0", ["1.99.0"], ["2.0.0", "2.0.0-alpha"]),
        ("<=2.0.0", ["2.0.0"], ["2.0.1"]),
        ("~> 1.2", ["1.2.0", "1.99.0"], ["2.0.0", "1.1.0"]),
        ("~> 1.2.3", ["1.2.3", "1.2.99"], ["1.3.0", "1.2.2"]),
        ("~> 1", ["1.0.0", "1.9.0"], ["2.0.0"]),
        (">= 1.0, < 2.0, != 1.5.0", ["1.4.0"], ["1.5.0", "2.0.0", "0.9.0"]),
        ("2.0.0-beta.2", ["2.0.0-beta.2"], ["2.0.0", "2.0.0-beta.1"]),
        ("v1.0.0", ["1.0.0"], ["1.0.1"]),
        ("", ["0.0.1", "99.0.0"], []),
    ],
)
def test_which_versions_are_allowed(
    constraint: str, allowed: list[str], refused: list[str]
) -> None:
    def allows(version: str) -> bool:
        found = parse_version(version)
        return all(each.allows(found) for each in parse_constraints(constraint))

    assert [version for version in (*allowed, *refused) if allows(version)] == allowed


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("=1.2", "1.2.0"),
        (">=5", ">= 5.0.0"),
        ("~>5", "~> 5.0"),
        ("~> 5.1", "~> 5.1"),
        ("~> 5.1.0", "~> 5.1.0"),
        ("1.0.0-rc1", "1.0.0-rc1"),
    ],
)
def test_a_constraint_as_terraform_writes_it(written: str, shown: str) -> None:
    assert [str(each) for each in parse_constraints(written)] == [shown]


def test_constraints_of_several_modules() -> None:
    assert {str(each) for each in together([">= 1.0, < 2.0", "<2.0", ""])} == {
        ">= 1.0.0",
        "< 2.0.0",
    }


@pytest.mark.parametrize("text", ["latest", "=> 1.0", ">= 1.0 < 2.0", "1.x", "~> "])
def test_what_is_no_constraint(text: str) -> None:
    with pytest.raises(UnknownConstraint):
        parse_constraints(text)


def test_what_is_no_version() -> None:
    with pytest.raises(UnknownConstraint):
        parse_version(">= 1.0")
