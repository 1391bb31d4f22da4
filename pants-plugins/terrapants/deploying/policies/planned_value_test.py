from __future__ import annotations

import pytest

from terrapants.deploying.policies.planned_value import UnknownValue, path_steps, planned_value
from terrapants.deploying.policies.testutil import resource


def test_paths() -> None:
    assert list(path_steps('a[0].b_c["d.\\"e"].f-g')) == ["a", 0, "b_c", 'd."e', "f-g"]
    with pytest.raises(ValueError, match="The path of an attribute cannot be a"):
        list(path_steps("a[b"))


def test_values() -> None:
    here = resource("aws_x.a", "create", {"a": [{"b": 1}], "c": {"d.e": "x"}, "f": None})
    assert planned_value(here, "a[0].b") == 1
    assert planned_value(here, 'c["d.e"]') == "x"
    assert [planned_value(here, path) for path in ("f", "a[1].b", "c[0]", "a.b", "none.of.it")] == [
        None
    ] * 5
    assert planned_value(resource("aws_x.a", "delete"), "a") is None


def test_what_is_not_known() -> None:
    after = {"a": ["x", None], "s": "(sensitive)"}
    here = resource("aws_x.a", "create", after, unknown={"a": [False, True], "id": True})
    assert planned_value(here, "a[0]") == "x"
    for path, said in (
        ("id", "known after apply"),
        ("id.deeper", "known after apply"),
        ("a[1]", "known after apply"),
        ("a", "known after apply, in part"),
        ("s", "sensitive"),
        ("s.deeper", "sensitive"),
    ):
        with pytest.raises(UnknownValue) as caught:
            planned_value(here, path)
        assert str(caught.value) == said
