from __future__ import annotations

import pytest

from terrapants.hcl.body import Body
from terrapants.hcl.expressions import (
    Call,
    Literal,
    ObjectValue,
    Template,
    Traversal,
    TupleValue,
    literal_string,
)
from terrapants.hcl.json_syntax import read_json
from terrapants.hcl.position import Position
from terrapants.hcl.syntax_error import HclSyntaxError


def read(text: str) -> Body:
    return read_json(text, "a.tf.json")[0]


def test_values() -> None:
    body = read('{"a": "b", "c": 1, "d": 1.5, "e": true, "f": null, "g": -2, "h": ""}')
    values = {item.name: item.value for item in body.attributes()}
    assert {name: value.value for name, value in values.items() if isinstance(value, Literal)} == {
        "a": "b",
        "c": 1,
        "d": 1.5,
        "e": True,
        "f": None,
        "g": -2,
        "h": "",
    }


def test_collections() -> None:
    body = read('{"a": ["b", []], "c": {"d": {}}}')
    a = body.attribute("a")
    assert isinstance(a, TupleValue)
    assert literal_string(a.items[0]) == "b"
    assert isinstance(a.items[1], TupleValue)
    c = body.attribute("c")
    assert isinstance(c, ObjectValue)
    assert isinstance(c.get("d"), ObjectValue)


def test_strings_are_templates() -> None:
    body = read('{"a": "${var.x}", "b": "x-${f(\\"y\\")}-z", "c": "$${d}"}')
    a = body.attribute("a")
    assert isinstance(a, Traversal)
    assert str(a) == "var.x"
    b = body.attribute("b")
    assert isinstance(b, Template)
    call = b.parts[1]
    assert isinstance(call, Call)
    assert literal_string(call.arguments[0]) == "y"
    assert literal_string(body.attribute("c")) == "${d}"


def test_a_string_that_is_no_template_is_text() -> None:
    assert literal_string(read('{"a": "costs ${ or so"}').attribute("a")) == "costs ${ or so"


def test_escapes() -> None:
    body = read(r'{"a": "\"\\\/\n\u00e9\ud83d\ude00", "\u0062": "日本"}')
    assert literal_string(body.attribute("a")) == '"\\/\né😀'
    assert literal_string(body.attribute("b")) == "日本"


def test_positions() -> None:
    text = '{\n  "module": {\n    "a": {\n      "source": [\n        "x"\n      ]\n    }\n  }\n}\n'
    (block,) = read(text).blocks("module", labels=1)
    assert block.position == Position("a.tf.json", 3, 5)
    (attribute,) = block.body.attributes()
    assert attribute.position == Position("a.tf.json", 4, 7)
    assert isinstance(attribute.value, TupleValue)
    assert attribute.value.position == Position("a.tf.json", 4, 17)
    assert attribute.value.items[0].position == Position("a.tf.json", 5, 9)


def test_everything_in_a_string_has_the_position_of_the_string() -> None:
    call = read('{"a":\r\n\t"${f(var.x)}"}').attribute("a")
    assert isinstance(call, Call)
    assert {call.position, call.arguments[0].position} == {Position("a.tf.json", 2, 2)}


@pytest.mark.parametrize(
    "text",
    [
        '{"run": {"a": {"x": 1}, "b": {"x": 2}}}',
        '{"run": [{"a": {"x": 1}}, {"b": {"x": 2}}]}',
        '{"run": [{"a": {"x": 1}, "b": {"x": 2}}]}',
        '{"run": {"a": [{"x": 1}], "b": [{"x": 2}]}}',
        '{"run": {"a": {"x": 1}}, "run": {"b": {"x": 2}}}',
        '[{"run": {"a": {"x": 1}}}, {"run": {"b": {"x": 2}}}]',
    ],
)
def test_every_way_to_write_labelled_blocks(text: str) -> None:
    blocks = read(text).blocks("run", labels=1)
    assert [block.labels for block in blocks] == [("a",), ("b",)]
    values = [block.body.attribute("x") for block in blocks]
    assert [value.value for value in values if isinstance(value, Literal)] == [1, 2]


def test_two_labels() -> None:
    blocks = read('{"resource": {"t": {"a": {}, "b": {}}, "u": {"a": {}}}}').blocks("resource", 2)
    assert [block.labels for block in blocks] == [("t", "a"), ("t", "b"), ("u", "a")]


def test_blocks_without_labels() -> None:
    assert len(read('{"variables": {"x": 1}}').blocks("variables")) == 1
    assert len(read('{"assert": [{}, {}]}').blocks("assert")) == 2


def test_a_value_that_cannot_be_a_block_is_none() -> None:
    assert read('{"run": "x", "module": {"a": 1}}').blocks("run", labels=1) == ()
    assert read('{"run": "x", "module": {"a": 1}}').blocks("module", labels=1) == ()


def test_comments() -> None:
    body = read('{"//": "a", "run": {"//": "b", "c": {"//": "d", "e": {"//": "f"}}}}')
    assert [item.name for item in body.attributes()] == ["run"]
    (run,) = body.blocks("run", labels=1)
    assert run.labels == ("c",)
    value = run.body.attribute("e")
    assert isinstance(value, ObjectValue)
    assert value.entries == ()


@pytest.mark.parametrize("text", ["{}", "[]", " \n{ \r\n\t}\n"])
def test_empty(text: str) -> None:
    assert read(text).attributes() == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "1:1: found the end of the file, expected JSON (Expecting value)"),
        ('{\n  "a": }', '2:8: found "}", expected JSON (Expecting value)'),
        ('{"a": [1 2]}', "1:10: found \"2\", expected JSON (Expecting ',' delimiter)"),
        ('{"a": 1}\nmore', '2:1: found "more", expected JSON (Extra data)'),
        ('"x"', '1:1: found "x", expected a JSON object'),
        (" 3", "1:2: found 3, expected a JSON object"),
        ("[" * 150 + "]" * 150, "1:102: found more than 100 levels of nesting, expected fewer"),
        ("[" * 10**5, "1:1: found more than 100 levels of nesting, expected fewer"),
    ],
)
def test_errors(text: str, expected: str) -> None:
    with pytest.raises(HclSyntaxError) as raised:
        read(text)
    assert str(raised.value) == f"a.tf.json:{expected}"


def test_legacy_indexes_and_splats_in_strings() -> None:
    text = '{"locals": {"a": "${b.0}",\n "c": ["x ${d.*.e} 1.0", "${f}", "1.0", "$${g.0}"]}}'
    _, found = read_json(text, "m.tf.json")
    assert [(each.kind.name, str(each.position)) for each in found] == [
        ("INDEX", "m.tf.json:1:18"),
        ("SPLAT", "m.tf.json:2:8"),
    ]
