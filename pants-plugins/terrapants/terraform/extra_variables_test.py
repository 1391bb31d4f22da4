from __future__ import annotations

import pytest

from terrapants.terraform import extra_variables
from terrapants.terraform.extra_variables import InvalidVariable, checked_variables


def test_names_and_names_with_a_value() -> None:
    entries = ("HOME", "_A1=", "TF_VAR_a=b=c d")
    assert checked_variables(entries, "here") == entries


def test_patterns_where_pants_knows_them(monkeypatch: pytest.MonkeyPatch) -> None:
    for known in (True, False):
        monkeypatch.setattr(
            extra_variables, "knows_patterns_of_variables", lambda known=known: known
        )
        for entry, is_accepted in (("TF_VAR_*", known), ("A*B", known), ("*", False)):
            if is_accepted:
                assert checked_variables([entry], "here") == (entry,)
            else:
                with pytest.raises(InvalidVariable):
                    checked_variables([entry], "here")


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("=c", "here has `=…`, which does not have a variable's name."),
        ("", "here has ``, which does not have a variable's name."),
        ("A-B=c", "here has `A-B=…`, which does not have a variable's name."),
        ("1=c", "here has `1=…`, which does not have a variable's name."),
        ("*", "here has `*`, which does not have a variable's name."),
        ("A*=c", "here has `A*=…`, which does not have a variable's name."),
        ("A B", "here has `A B`, which does not have a variable's name."),
        ("A=b\nc", "here has `A=…`, which does not have a value of one line."),
    ],
)
def test_an_entry_that_pants_would_not_obey(entry: str, message: str) -> None:
    with pytest.raises(InvalidVariable) as raised:
        checked_variables(["A=b", entry], "here")
    assert str(raised.value) == f"{message} Write `NAME`, or `NAME=value`."
