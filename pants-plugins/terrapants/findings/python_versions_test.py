from __future__ import annotations

import pytest

from terrapants.findings.python_versions import interpreter_constraints
from terrapants.findings.user_error import UserError


def test_constraints_as_pants_writes_them() -> None:
    found = interpreter_constraints("tool", ["CPython>=3.9,<3.12"])
    assert [str(each) for each in found] == ["CPython<3.12,>=3.9"]


@pytest.mark.parametrize("wrong", ["", "x y", ">=3.9 and <4"])
def test_what_is_no_constraint_is_said_in_one_line(wrong: str) -> None:
    with pytest.raises(UserError) as raised:
        interpreter_constraints("tool", ["CPython>=3.9", wrong, "also wrong"])
    assert str(raised.value) == (
        f"`[tool].interpreter_constraints` has {wrong!r}, which is not a constraint on Python's "
        "version such as CPython>=3.9,<4."
    )
