from __future__ import annotations

import json
from typing import Any

import pytest

from terrapants.deploying.attribute_changes import AttributeChange
from terrapants.deploying.plan_json import planned_changes
from terrapants.deploying.testutil import change, only_change, recorded_plan


def differences(before: Any, after: Any, **others: Any) -> list[tuple[str, Any, Any]]:
    raw = change(before, after, **others)
    return [(each.path, each.before, each.after) for each in only_change(raw).attributes]


def recorded(address: str) -> dict[str, AttributeChange]:
    changes = planned_changes(recorded_plan()).changes
    (found,) = (each for each in changes if each.address == address)
    return {each.path: each for each in found.attributes}


def test_only_what_differs() -> None:
    assert differences({"a": 1, "b": {"c": [1, 2]}}, {"a": 1, "b": {"c": [1, 3]}}) == [
        ("b.c[1]", "2", "3")
    ]


def test_what_comes_and_goes() -> None:
    assert differences({"a": "x", "c": None}, {"a": None, "c": "y", "d": None}) == [
        ("a", '"x"', None),
        ("c", None, '"y"'),
    ]


def test_types_that_python_takes_for_equal() -> None:
    assert differences({"a": 1, "b": 0}, {"a": True, "b": 0}) == [("a", "1", "true")]


def test_a_value_of_another_type() -> None:
    assert differences({"a": "x"}, {"a": {"b": 1}}) == [("a", '"x"', '{"b": 1}')]


def test_keys_that_are_no_identifiers() -> None:
    before = {"tags": {"a.b": "1", 'q"': "1", "${x}": "1", "ü": "1", "": "1", "new\nline": "1"}}
    after = {"tags": dict.fromkeys(before["tags"], "2")}
    assert sorted(path for path, *_ in differences(before, after)) == [
        "tags.ü",
        'tags[""]',
        'tags["$${x}"]',
        'tags["a.b"]',
        'tags["new\\nline"]',
        'tags["q\\""]',
    ]


def test_an_element_that_is_new_in_the_middle() -> None:
    assert differences({"l": ["a", "b", "d", "e"]}, {"l": ["a", "c", "b", "d"]}) == [
        ("l[1]", '"b"', '"c"'),
        ("l[2]", '"d"', '"b"'),
        ("l[3]", '"e"', '"d"'),
    ]
    assert differences({"l": ["a", "b", "d"]}, {"l": ["a", "b", "c", "d"]}) == [
        ("l[2]", None, '"c"')
    ]


def test_elements_that_go_and_change_at_once() -> None:
    old = [{"port": n} for n in (1, 2, 3, 4, 5)]
    new = [{"port": n} for n in (1, 3, 40, 5)]
    assert differences({"l": old}, {"l": new}) == [
        ("l[1].port", "2", None),
        ("l[2].port", "4", "40"),
    ]


def test_long_lists_of_different_length() -> None:
    found = differences({"l": list(range(300))}, {"l": [-1, *range(1, 299)]})
    assert found[0] == ("l[0]", "0", "-1")
    assert found[-1] == ("l[299]", "299", None)


def test_what_is_not_known() -> None:
    found = differences(
        {"id": "x", "l": ["a", "b"], "same": 1},
        {"l": ["a", None], "same": 1},
        after_unknown={"id": True, "l": [False, True], "m": {"x": True}, "same": False},
    )
    assert found == [
        ("id", '"x"', "(known after apply)"),
        ("l[1]", '"b"', "(known after apply)"),
        ("m.x", None, "(known after apply)"),
    ]


def test_nested_secrets_of_a_recorded_plan() -> None:
    found = recorded("terraform_data.secret")
    assert list(found) == ["input.list[1].p", "input.password", "output"]
    assert found["input.password"].before == found["input.password"].after == "(sensitive)"
    assert found["output"].before == (
        '{"list": [1, {"p": "(sensitive)", "q": 3}], "password": "(sensitive)", "user": "joe"}'
    )


def test_a_value_that_is_sensitive_as_a_whole() -> None:
    found = differences(
        {"a": {"k": "aaaa"}, "b": {"k": "bbbb"}},
        {"a": {"k": "cccc"}, "b": {"k": "bbbb"}},
        before_sensitive={"a": True, "b": True},
        after_sensitive={"a": True, "b": True},
    )
    assert found == [("a", "(sensitive)", "(sensitive)")]


def test_a_resource_that_is_sensitive_as_a_whole() -> None:
    assert differences(None, {"a": "secret"}, after_sensitive=True) == [("", None, "(sensitive)")]


def test_a_sensitive_value_that_is_not_known() -> None:
    found = differences(
        {"a": "secret"}, {}, before_sensitive={"a": True}, after_unknown={"a": True}
    )
    assert found == [("a", "(sensitive)", "(known after apply)")]


def test_what_becomes_sensitive_or_stops_being_so() -> None:
    found = differences(
        {"a": "same", "b": "also same"},
        {"a": "same", "b": "also same"},
        before_sensitive={"b": True},
        after_sensitive={"a": True},
    )
    assert found == [
        ("a", "(not sensitive)", "(now sensitive)"),
        ("b", "(sensitive)", "(no longer sensitive)"),
    ]


@pytest.mark.parametrize(
    "copy",
    [
        {"url": "https://me:s3cret/w<rd@host"},
        {"json": json.dumps({"password": "s3cret/w<rd"})},
        {"json": '{"password":"s3cret/w\\u003crd"}'},
        {"s3cret/w<rd": 1},
        {"nested": [{"deep": ["s3cret/w<rd"]}]},
    ],
)
def test_copies_of_a_secret(copy: dict[str, Any]) -> None:
    raw = change(
        {"password": "s3cret/w<rd", "copy": None},
        {"password": "s3cret/w<rd", "copy": copy},
        before_sensitive={"password": True},
        after_sensitive={"password": True},
    )
    found = only_change(raw).attributes
    assert len(found) == 1
    assert "(sensitive)" in f"{found[0].path} {found[0].after}"
    assert "s3cret" not in repr(found)
    assert "u003crd" not in repr(found)


def test_a_number_that_is_a_secret() -> None:
    found = differences(
        {"pin": 734512, "copy": 0, "text": ""},
        {"pin": 734512, "copy": 734512, "text": "pin 734512"},
        before_sensitive={"pin": True},
        after_sensitive={"pin": True},
    )
    assert found == [("copy", "0", "(sensitive)"), ("text", '""', '"pin (sensitive)"')]


def test_two_secrets_that_look_the_same_without_them() -> None:
    found = differences(
        {"p": "first-secret", "url": "u:first-secret"},
        {"p": "other-secret", "url": "u:other-secret"},
        before_sensitive={"p": True},
        after_sensitive={"p": True},
    )
    assert found[1] == ("url", '"u:(sensitive)"', '"u:(sensitive)"')


def test_short_and_common_words_are_no_secrets() -> None:
    found = differences(
        {"a": "true", "b": "x", "c": 1},
        {"a": "true", "b": "x", "c": 2, "d": "true", "e": "x"},
        before_sensitive={"a": True, "b": True},
        after_sensitive={"a": True, "b": True},
    )
    assert found == [("c", "1", "2"), ("d", None, '"true"'), ("e", None, '"x"')]


def test_the_differing_key_of_a_policy() -> None:
    found = recorded("terraform_data.policy")["input"]
    assert (found.part, found.before, found.after) == (
        "Statement[0].Resource",
        '"arn:aws:s3:::bucket-red/*"',
        '"arn:aws:s3:::bucket-blue/*"',
    )


def test_json_that_is_only_written_differently_is_shown_as_text() -> None:
    assert differences({"a": '{"x":1,"y":2}'}, {"a": '{"x": 1, "y": 2}'}) == [
        ("a", '"{\\"x\\":1,\\"y\\":2}"', '"{\\"x\\": 1, \\"y\\": 2}"')
    ]


@pytest.mark.parametrize("depth", [300, 50_000])
def test_json_that_is_nested_too_deeply(depth: int) -> None:
    old, new = ("[" * depth + middle + "]" * depth for middle in ("1", "2"))
    ((path, before, after),) = differences({"a": old}, {"a": new})
    assert (path, "1" in before, "2" in after) == ("a", True, True)


def test_the_differing_line() -> None:
    found = recorded("terraform_data.multiline")["input"]
    assert (found.part, found.before, found.after) == ("line 51", '"red"', '"blue"')


def test_several_differing_lines() -> None:
    raw = change({"a": "1\n2\n3\n4"}, {"a": "1\nx\ny\nz\n4"})
    (found,) = only_change(raw).attributes
    assert (found.part, found.before, found.after) == ("lines 2-4", '"2\\n3"', '"x\\ny\\nz"')


def test_long_values_show_where_they_differ() -> None:
    ((_, before, after),) = differences(
        {"a": "x" * 5000 + "old" + "y" * 5000}, {"a": "x" * 5000 + "new" + "y" * 5000}
    )
    assert "xxxoldyyy" in before
    assert "xxxnewyyy" in after
    assert max(len(before), len(after)) < 60


def test_a_secret_is_hidden_before_a_value_is_shortened() -> None:
    secret = "abcdefgh" * 40
    ((_, _, after),) = differences(
        {"p": secret, "a": ""},
        {"p": secret, "a": "x" * 150 + secret},
        before_sensitive={"p": True},
        after_sensitive={"p": True},
    )
    assert "abcd" not in after


def test_what_forces_a_replacement() -> None:
    raw = change(
        {"a": 1, "b": [{"x": 1, "y": 1}], "c": 1},
        {"a": 2, "b": [{"x": 2, "y": 2}], "c": 2},
        "delete",
        "create",
        replace_paths=[["a"], ["b", 0, "x"]],
    )
    forcing = [each.path for each in only_change(raw).attributes if each.forces_replacement]
    assert forcing == ["a", "b[0].x"]


def test_what_forces_a_replacement_within_what_is_sensitive() -> None:
    raw = change(
        {"b": [{"x": "old-secret"}]},
        {"b": [{"x": "new-secret"}]},
        "delete",
        "create",
        before_sensitive={"b": True},
        after_sensitive={"b": True},
        replace_paths=[["b", 0, "x"]],
    )
    (found,) = only_change(raw).attributes
    assert (found.path, found.after, found.forces_replacement) == ("b", "(sensitive)", True)
