from __future__ import annotations

from terrapants.hcl.expressions import (
    Call,
    Literal,
    ObjectValue,
    Operation,
    Template,
    Traversal,
    TupleValue,
    literal_string,
    reference_text,
    template,
    walk,
    without_indent,
)
from terrapants.hcl.position import Position

HERE = Position("a.tf", 1, 1)
X = Traversal(HERE, ("var", "x"))


def text(value: str) -> Literal:
    return Literal(HERE, value)


def test_a_traversal_reads_as_it_is_written() -> None:
    traversal = Traversal(HERE, ("module", "a", '["b"]', "c", "[0]"))
    assert str(traversal) == 'module.a["b"].c[0]'


def test_literal_string() -> None:
    assert literal_string(text("a")) == "a"
    assert literal_string(text("")) == ""
    assert literal_string(Literal(HERE, 1)) is None
    assert literal_string(Literal(HERE, None)) is None
    assert literal_string(X) is None
    assert literal_string(None) is None


def test_reference_text() -> None:
    assert reference_text(X) == "var.x"
    assert reference_text(text("var.x")) == "var.x"
    assert reference_text(Call(HERE, "f", ())) is None
    assert reference_text(None) is None


def test_walk_goes_through_everything_in_the_order_of_the_source() -> None:
    a, b, c, d, e, f = (text(letter) for letter in "abcdef")
    call = Call(HERE, "f", (a, TupleValue(HERE, (b,))))
    obj = ObjectValue(HERE, ((c, d),))
    whole = Operation(HERE, (call, obj, Template(HERE, ("-", e, "-", f))))
    assert [item.value for item in walk(whole) if isinstance(item, Literal)] == list("abcdef")
    assert next(walk(whole)) is whole


def test_object_get() -> None:
    obj = ObjectValue(HERE, ((X, text("dynamic")), (text("a"), text("1"))))
    assert obj.get("a") == text("1")
    assert obj.get("var.x") is None


def test_template_joins_text() -> None:
    assert template([], HERE) == text("")
    assert template(["a", "", "b"], HERE) == text("ab")
    assert template(["a", "b", X, ""], HERE) == Template(HERE, ("ab", X))


def test_a_template_of_one_interpolation_is_its_expression() -> None:
    assert template(["", X, ""], HERE) is X


def test_without_indent_takes_what_all_lines_have() -> None:
    assert without_indent(text("    a\n      b\n\n    c\n")) == text("a\n  b\n\nc\n")
    assert without_indent(text("  a\n \n  b\n")) == text("a\n \nb\n")
    assert without_indent(text("")) == text("")


def test_without_indent_leaves_templates() -> None:
    content = Template(HERE, ("  a", X))
    assert without_indent(content) is content
