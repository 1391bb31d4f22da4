from __future__ import annotations

from typing import cast

import pytest
from pants.core.goals.test import TestSubsystem
from pants.engine.addresses import Address
from pants.engine.target import InvalidFieldException
from pants.testutil.option_util import create_goal_subsystem

from terrapants.testing.subsystem import InvalidTimeout, TfTestSubsystem, Timeouts
from terrapants.testing.target_types import TerraformTestTimeoutField


def seconds(
    *,
    field: int | None = None,
    tf_test: tuple[bool, int | None, int | None] = (True, None, None),
    test: tuple[bool, int | None, int | None] = (True, None, None),
) -> int | None:
    """The time limit of a test file under `tf-test`.

    :param tf_test: its `timeouts`, `timeout_default` and `timeout_maximum`.
    :param test: those of `test`.
    """
    timeouts = Timeouts.of(
        create_goal_subsystem(
            TfTestSubsystem,
            timeouts=tf_test[0],
            timeout_default=tf_test[1],
            timeout_maximum=tf_test[2],
        ),
        create_goal_subsystem(
            TestSubsystem, timeouts=test[0], timeout_default=test[1], timeout_maximum=test[2]
        ),
    )
    # Only the options of these names are read, as in the goal.
    return TerraformTestTimeoutField(field, Address("a")).calculate_from_global_options(
        cast(TestSubsystem, timeouts)
    )


def test_no_limit_by_default() -> None:
    assert seconds() is None


def test_the_default_of_test_applies_where_tf_test_has_none() -> None:
    assert seconds(test=(True, 60, None)) == 60
    assert seconds(tf_test=(True, 30, None), test=(True, 60, None)) == 30


def test_the_maximum_of_test_applies_where_tf_test_has_none() -> None:
    assert seconds(field=90, test=(True, None, 60)) == 60
    assert seconds(field=90, tf_test=(True, None, 75), test=(True, None, 60)) == 75


@pytest.mark.parametrize(("tf_test", "test"), [(False, True), (True, False)])
def test_either_goal_can_put_timeouts_off(tf_test: bool, test: bool) -> None:
    assert seconds(field=90, tf_test=(tf_test, 30, 40), test=(test, 60, 70)) is None


@pytest.mark.parametrize("number", [0, -1, 10**20])
@pytest.mark.parametrize("name", ["timeout_default", "timeout_maximum"])
def test_a_limit_that_cannot_be_kept(number: int, name: str) -> None:
    default, maximum = (number, None) if name == "timeout_default" else (None, number)
    with pytest.raises(InvalidTimeout) as raised:
        seconds(tf_test=(True, default, maximum))
    assert str(raised.value) == (
        f"`[tf-test].{name}` is {number}, but must be from 1 to 31536000 seconds (a year). For no "
        "limit, use `--no-timeouts`."
    )


@pytest.mark.parametrize(
    ("tf_test", "test", "scopes"),
    [((90, 60), (None, None), "tf-test tf-test"), ((None, 60), (90, None), "test tf-test")],
)
def test_a_default_above_the_maximum(
    tf_test: tuple[int | None, int | None], test: tuple[int | None, int | None], scopes: str
) -> None:
    with pytest.raises(InvalidTimeout) as raised:
        seconds(tf_test=(True, *tf_test), test=(True, *test))
    of_default, of_maximum = scopes.split()
    assert str(raised.value) == (
        f"`[{of_default}].timeout_default` is 90 seconds, but `[{of_maximum}].timeout_maximum` "
        "allows 60. Lower the one or raise the other."
    )
    assert seconds(tf_test=(False, *tf_test), test=(True, *test)) is None


@pytest.mark.parametrize(("number", "limit"), [(0, None), (-1, None), (10**20, 31536000)])
def test_what_the_options_of_test_mean_there(number: int, limit: int | None) -> None:
    assert seconds(test=(True, number, None)) == limit


def test_the_field_has_the_same_longest_limit() -> None:
    assert seconds(field=31536000) == 31536000
    with pytest.raises(InvalidFieldException, match="longest timeout is 31536000 seconds"):
        seconds(field=31536001)
