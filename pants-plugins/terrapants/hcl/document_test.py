from __future__ import annotations

import pytest

from terrapants.hcl.document import Document, HclSyntaxError, parse
from terrapants.hcl.expressions import Literal
from terrapants.hcl.position import Position


def literal(document: Document, name: str) -> object:
    value = document.body.attribute(name)
    assert isinstance(value, Literal)
    return value.value


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.tf", 'a = "b"'),
        ("a.tftest.hcl", 'a = "b"'),
        ("a.tfvars", 'a = "b"'),
        ("a.tf.json", '{"a": "b"}'),
        ("a.tftest.json", '{"a": "b"}'),
        ("terraform.tfvars.json", '{"a": "b"}'),
    ],
)
def test_the_name_tells_the_syntax(path: str, text: str) -> None:
    document = parse(text, path)
    assert document.path == path
    assert literal(document, "a") == "b"


@pytest.mark.parametrize(
    "text", ["", "\n", "  \n\t\n", "# a", "// a\n", "/* a\n */", "\ufeff", "\r\n"]
)
def test_files_that_say_nothing(text: str) -> None:
    assert parse(text, "a.tf").body.attributes() == ()


@pytest.mark.parametrize("path", ["a.tf", "a.tf.json"])
def test_a_byte_order_mark_is_no_column(path: str) -> None:
    text = '\ufeff{"a": 1}' if path.endswith(".json") else "\ufeffa = 1"
    (attribute,) = parse(text, path).body.attributes()
    assert attribute.name == "a"
    assert attribute.position == Position(path, 1, 2 if path.endswith(".json") else 1)


def test_windows_line_ends() -> None:
    document = parse('a = 1 # x\r\nb {\r\n  c = "d"\r\n}\r\ne = <<E\r\nf\r\nE\r\ng = 2\r\n', "a.tf")
    assert [str(item.position) for item in document.body.attributes()] == [
        "a.tf:1:1",
        "a.tf:5:1",
        "a.tf:8:1",
    ]
    assert document.body.blocks("b")[0].position == Position("a.tf", 2, 1)
    assert literal(document, "g") == 2


@pytest.mark.parametrize("path", ["a.tf", "a.tf.json"])
def test_what_is_not_valid_is_one_kind_of_error(path: str) -> None:
    with pytest.raises(HclSyntaxError, match=f"^{path}:1:1: found "):
        parse("?", path)
