from __future__ import annotations

import pytest

from terrapants.hcl.body import Body
from terrapants.hcl.expressions import (
    Call,
    Expression,
    Literal,
    ObjectValue,
    Operation,
    Template,
    Traversal,
    TupleValue,
    literal_string,
    walk,
)
from terrapants.hcl.native_syntax import read_native, read_template
from terrapants.hcl.position import LineIndex, Position


def read(text: str) -> Body:
    return read_native(text, "a.tf")[0]


def value(expression: str) -> Expression:
    found = read(f"a = {expression}\n").attribute("a")
    assert found is not None
    return found


def describe(expression: Expression) -> str:
    """A short form, to compare the shape of expressions."""
    if isinstance(expression, Literal):
        return repr(expression.value)
    if isinstance(expression, Traversal):
        return str(expression)
    if isinstance(expression, Call):
        return f"{expression.name}({', '.join(map(describe, expression.arguments))})"
    if isinstance(expression, TupleValue):
        return f"[{', '.join(map(describe, expression.items))}]"
    if isinstance(expression, ObjectValue):
        entries = (f"{describe(key)}: {describe(item)}" for key, item in expression.entries)
        return f"{{{', '.join(entries)}}}"
    if isinstance(expression, Template):
        parts = (repr(p) if isinstance(p, str) else describe(p) for p in expression.parts)
        return f"<{' + '.join(parts)}>"
    assert isinstance(expression, Operation)
    return f"op({', '.join(map(describe, expression.operands))})"


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("1", "1"),
        ("-1", "-1"),
        ("1.5", "1.5"),
        ("1e3", "1000.0"),
        ("true", "True"),
        ("false", "False"),
        ("null", "None"),
        ('""', "''"),
        ('"b"', "'b'"),
        ("(b)", "b"),
        ("b", "b"),
        ("b.c.d", "b.c.d"),
        ("b.null", "b.null"),
        ('b["c"].d[0]', 'b["c"].d[0]'),
        ("b.0.c", "b[0].c"),
        ("b[c.d].e", "op(op(b, c.d))"),
        ("b.*.c", "op(b)"),
        ("b[*].c[d]", "op(b, d)"),
        ("f()", "f()"),
        ("f(1, b.c)", "f(1, b.c)"),
        ("f(b...)", "f(b)"),
        ("provider::aws::arn_parse(b)", "provider::aws::arn_parse(b)"),
        ("f(b).c", "op(f(b))"),
        ('f(b)["c"]', "op(f(b), 'c')"),
        ("f(b)[0]", "op(f(b), 0)"),
        ("[]", "[]"),
        ("[\n1,\n[b],\n]", "[1, [b]]"),
        ("{}", "{}"),
        ('{ b = 1, "c" : d, (e) = f }', "{'b': 1, 'c': d, e: f}"),
        ('{ "x${b}" = 1, if = 2, true = 3, 4 = 5 }', "{<'x' + b>: 1, 'if': 2, 'true': 3, 4: 5}"),
        ("b ? c : d", "op(b, c, d)"),
        ("!b", "op(b)"),
        ("!!b", "op(op(b))"),
        ("-b", "op(b)"),
        ("b && c", "op(b, c)"),
        ("[for k, v in b : c if d]", "op(b, c, d)"),
        ("{for k, v in b : c => d...}", "op(b, c, d)"),
        ('"b${c}d"', "<'b' + c + 'd'>"),
        ('"${c}"', "c"),
        ('"${c}${d}"', "<c + d>"),
        ('"b${"c"}"', "<'b' + 'c'>"),
        ('"%{ if b }c%{ else }d%{ endif }"', "<op(b) + 'c' + op() + 'd' + op()>"),
        ('"%{ for k in b ~}c%{ endfor }"', "<op(b) + 'c' + op()>"),
        ("<<E\nb\nE", r"'b\n'"),
        ("<<E\nE", "''"),
        ("<<E\nb ${c}\nE", r"<'b ' + c + '\n'>"),
        ("<<-E\n    b\n      c\n    E", r"'b\n  c\n'"),
        ("<<E\r\nb\r\nE\r", r"'b\r\n'"),
    ],
)
def test_shapes(text: str, shape: str) -> None:
    assert describe(value(text)) == shape


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r'"\n\t\r\"\\"', '\n\t\r"\\'),
        (r'"\u00e9\U0001F600"', "é😀"),
        (r'"\\n"', r"\n"),
        ('"$${b} %%{c}"', "${b} %{c}"),
        ('"$${b"', "${b"),
        ('"$ $$ % 100% $b"', "$ $$ % 100% $b"),
        ('"日本語 😀"', "日本語 😀"),
        ('"# b // c /* d */"', "# b // c /* d */"),
        ('<<E\n\\n "b" $${c} %%{d}\nE', '\\n "b" ${c} %{d}\n'),
        ("<<E\n$ 100% {}\nE", "$ 100% {}\n"),
    ],
)
def test_text(text: str, expected: str) -> None:
    assert literal_string(value(text)) == expected


def test_attributes() -> None:
    attributes = read("a = 1\nfor = 2\nb {\n}\n").attributes()
    assert [item.name for item in attributes] == ["a", "for"]


def test_block_types_and_labels() -> None:
    body = read('resource "aws_vpc" "a" {}\nlocals {}\nrun bare {}\nb "x\\"y" {}\nb "c${d}" {}\n')
    assert body.blocks("resource", 2)[0].labels == ("aws_vpc", "a")
    assert body.blocks("locals")[0].labels == ()
    assert body.blocks("run", 1)[0].labels == ("bare",)
    assert [block.labels for block in body.blocks("b", 1)] == [('x"y',), ("c${d}",)]


def test_positions() -> None:
    text = (
        'run "a" {\n'
        "  # comment\n"
        "  variables {\n"
        '    b = { c = [1, "é", f(x)] }\n'
        "  }\n"
        "  d = <<-E\n"
        "    x ${g(\n"
        '      "h ${i}"\n'
        "    )}\n"
        "  E\n"
        "}\n"
    )
    body = read(text)
    (run,) = body.blocks("run", 1)
    assert run.position == Position("a.tf", 1, 1)
    (variables,) = run.body.blocks("variables")
    assert variables.position == Position("a.tf", 3, 3)
    assert variables.body.attributes()[0].position == Position("a.tf", 4, 5)
    places = {
        describe(inner): (inner.position.line, inner.position.column)
        for expression in body.expressions()
        for inner in walk(expression)
    }
    assert places["[1, 'é', f(x)]"] == (4, 15)
    assert places["'é'"] == (4, 19)
    assert places["f(x)"] == (4, 24)
    assert places["x"] == (4, 26)
    assert places["g(<'h ' + i>)"] == (7, 9)
    assert places["<'h ' + i>"] == (8, 7)
    assert places["i"] == (8, 12)


def test_templates_of_their_own() -> None:
    text = "a ${b} $${c} %{ if d }\n${e}%{ endif }"
    here = Position("t", 9, 9)
    found = read_template(text, LineIndex(text, "t").locate, here)
    assert describe(found) == r"<'a ' + b + ' ${c} ' + op(d) + '\n' + e + op()>"
    assert found.position == here
    assert isinstance(found, Template)
    assert [part.position.line for part in found.parts if isinstance(part, Expression)] == [
        1,
        1,
        2,
        2,
    ]


def test_a_long_chain_of_operators() -> None:
    text = " + ".join(f"f({number})" for number in range(150))
    assert sum(isinstance(inner, Call) for inner in walk(value(text))) == 150
