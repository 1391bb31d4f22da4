from __future__ import annotations

import pytest

from terrapants.hcl.document import parse
from terrapants.hcl.expressions import Operation, Traversal, walk
from terrapants.hcl.legacy_syntax import LegacyKind


def found(text: str, path: str = "a.tf") -> list[tuple[LegacyKind, int, int]]:
    return [
        (item.kind, item.position.line, item.position.column)
        for item in parse(text, path).legacy_syntax
    ]


@pytest.mark.parametrize(
    ("text", "kind", "column"),
    [
        ('a = "${var.x}"', LegacyKind.INTERPOLATION, 5),
        ('a = "${~ var.x ~}"', LegacyKind.INTERPOLATION, 5),
        ('a = ["x", "${f(1)}"]', LegacyKind.INTERPOLATION, 11),
        ('a = f("${var.x}")', LegacyKind.INTERPOLATION, 7),
        ('a = { b = "${var.x}" }', LegacyKind.INTERPOLATION, 11),
        ('a = "x-${f("${var.x}")}"', LegacyKind.INTERPOLATION, 12),
        ('a = { "${var.x}" = 1 }', LegacyKind.KEY_INTERPOLATION, 7),
        ("a = var.x.0", LegacyKind.INDEX, 10),
        ("a = f(1).0", LegacyKind.INDEX, 9),
        ("a = var.x[*].y.0", LegacyKind.INDEX, 15),
        ("a = var.x.*.id", LegacyKind.SPLAT, 10),
        ('b "c" {\n a = "${var.x}"\n}', LegacyKind.INTERPOLATION, 6),
    ],
)
def test_kinds(text: str, kind: LegacyKind, column: int) -> None:
    assert [(kind, column) for kind, _, column in found(text)] == [(kind, column)]


@pytest.mark.parametrize(
    "text",
    [
        "a = var.x",
        'a = "${var.x}-"',
        'a = "${var.x}${var.y}"',
        'a = "$${var.x}"',
        'a = "%{ if var.x }b%{ endif }"',
        "a = <<E\n${var.x}\nE\n",
        "a = { (var.x) = 1, y = var.x[0] }",
        "a = var.x[*].id",
        "a = 1.0",
    ],
)
def test_current_syntax(text: str) -> None:
    assert found(text) == []


def test_in_the_order_of_the_source_also_in_heredocs() -> None:
    text = 'a = <<E\n b ${var.x.0}\n c ${f("${var.y}")}\nE\nd = "${var.z}"\n'
    assert found(text) == [
        (LegacyKind.INDEX, 2, 11),
        (LegacyKind.INTERPOLATION, 3, 8),
        (LegacyKind.INTERPOLATION, 5, 5),
    ]


def test_an_interpolation_is_not_legacy_in_json() -> None:
    assert found('{"a": "${var.x}", "b": "${\\"${c}\\"}"}', "a.tf.json") == []


def test_the_expression_is_the_same() -> None:
    (attribute,) = parse('a = { "${var.x}" = "${var.y}" }', "a.tf").body.attributes()
    references = [str(item) for item in walk(attribute.value) if isinstance(item, Traversal)]
    assert references == ["var.x", "var.y"]


@pytest.mark.parametrize("operator", ["==", "!=", "&&", "||", "<=", "+", "%"])
def test_the_operator_of_two_operands(operator: str) -> None:
    value = parse(f"a = x {operator} y", "a.tf").body.attribute("a")
    assert isinstance(value, Operation)
    assert value.operator == operator
