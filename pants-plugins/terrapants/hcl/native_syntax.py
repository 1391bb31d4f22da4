"""HCL's native syntax, as bodies and expressions."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Callable

from hcl2.utils import process_escape_sequences
from lark import Token, Tree

from terrapants.hcl.body import Attribute, Block, Body, NativeBody
from terrapants.hcl.comments import Comment, read_comments
from terrapants.hcl.directives import Directives
from terrapants.hcl.expressions import (
    Call,
    Expression,
    Literal,
    ObjectValue,
    Operation,
    Traversal,
    TupleValue,
    literal_string,
    template,
    without_indent,
)
from terrapants.hcl.grammar import FILE, TEMPLATE_PART, GrammarError, parse
from terrapants.hcl.legacy_syntax import LegacyKind, LegacySyntax
from terrapants.hcl.position import LineIndex, Locate, Position
from terrapants.hcl.syntax_error import HclSyntaxError, syntax_error
from terrapants.hcl.syntax_tree import end_of, start_of, subtrees, text_of

# Terraform's numbers are larger than those of Python. With a few digits one can write a number
# that takes all memory.
_LONGEST_LARGE_NUMBER = 8


def read_native(text: str, path: str) -> tuple[Body, tuple[Comment, ...], tuple[LegacySyntax, ...]]:
    """The body of a file, its comments, and its legacy syntax in the order of the source.

    :raises HclSyntaxError: the text is not HCL.
    """
    locate = LineIndex(text, path).locate
    legacy: list[LegacySyntax] = []
    try:
        parsed = parse(text, FILE)
        body = _Reader(text, locate, legacy).body(subtrees(parsed.tree)[0])
        ordered = tuple(sorted(legacy, key=lambda found: found.position))
        return body, read_comments(parsed.comments, locate), ordered
    except GrammarError as error:
        raise syntax_error(error, text, locate) from None
    except RecursionError:
        raise HclSyntaxError(locate(0), "an expression nested too deeply", "less") from None


def read_template(
    text: str, locate: Locate, position: Position, legacy: list[LegacySyntax] | None = None
) -> Expression:
    """The expression that a template's text stands for, as in a heredoc or a JSON string.

    :param locate: the position of an offset into the text.
    :param position: the position of the whole.
    :param legacy: gets the legacy syntax in its expressions.
    :raises HclSyntaxError: an interpolation or directive in it is not HCL.
    """
    parts: list[str | Expression] = []
    literal = 0
    index = 0
    directives = Directives()
    while True:
        found = [at for at in (text.find("${", index), text.find("%{", index)) if at >= 0]
        if not found:
            parts.append(text[literal:])
            directives.end()
            return template(parts, position)
        index = min(found)
        if index > literal and text[index - 1] == text[index]:
            # `$${` stands for `${`.
            parts += [text[literal : index - 1], text[index : index + 2]]
            literal = index = index + 2
            continue
        parts.append(text[literal:index])
        kind, part, length = _template_part(
            text[index:], _shifted(locate, index), [] if legacy is None else legacy
        )
        directives.read(kind, locate(index))
        parts.append(part)
        literal = index = index + length


def _template_part(
    text: str, locate: Locate, legacy: list[LegacySyntax]
) -> tuple[str, Expression, int]:
    """The `${…}` or `%{…}` at the beginning of the text: its rule's name, and its length."""
    try:
        tree = parse(text, TEMPLATE_PART).tree
    except GrammarError as error:
        raise syntax_error(error, text, locate, "template") from None
    (part,) = subtrees(tree)
    return part.data, _Reader(text, locate, legacy).template_part(part), end_of(part)


class _Reader:
    """Turns syntax trees of one text into bodies and expressions."""

    def __init__(self, text: str, locate: Locate, legacy: list[LegacySyntax]) -> None:
        self._text = text
        self._locate = locate
        self._legacy = legacy
        self._readers: dict[str, Callable[[Tree[Token]], Expression]] = {
            "expr_term": self._term,
            "literal_value": self._constant,
            "int_lit": self._number,
            "float_lit": self._number,
            "string": self._string,
            "heredoc_template": self._heredoc,
            "heredoc_template_trim": self._heredoc,
            "tuple": self._tuple,
            "object": self._object,
            "function_call": self._call,
            "get_attr_expr_term": self._attribute_access,
            "index_expr_term": self._index,
            "conditional": self._condition,
            "binary_op": self._binary,
            "unary_op": self._unary,
            "attr_splat_expr_term": self._attribute_splat,
            "full_splat_expr_term": self._operation,
            "for_tuple_expr": self._operation,
            "for_object_expr": self._operation,
            "template_string": self._operation,
        }

    def body(self, tree: Tree[Token]) -> NativeBody:
        items: list[Attribute | Block] = []
        first: dict[str, Position] = {}
        for child in subtrees(tree):
            if child.data == "attribute":
                name, value = subtrees(child)
                before = first.setdefault(text_of(name), self._at(child))
                if before != self._at(child):
                    raise HclSyntaxError(
                        self._at(child),
                        f'"{text_of(name)}" a second time',
                        "each argument once",
                        f"The first is on line {before.line}.",
                    )
                items.append(
                    Attribute(
                        text_of(name), self.expression(value), self._at(child), self._source(value)
                    )
                )
            elif child.data == "block":
                block_type, *labels, body = subtrees(child)
                items.append(
                    Block(
                        text_of(block_type),
                        tuple(self._label(label) for label in labels),
                        self.body(body),
                        self._at(child),
                    )
                )
        return NativeBody(tuple(items))

    def expression(self, tree: Tree[Token]) -> Expression:
        return self._readers[tree.data](tree)

    def template_part(self, tree: Tree[Token]) -> Expression:
        """An interpolation's expression; of a directive, the expressions in it."""
        if tree.data == "interpolation":
            return self.expression(subtrees(tree)[0])
        return self._operation(tree)

    def _at(self, tree: Tree[Token]) -> Position:
        return self._locate(start_of(tree))

    def _source(self, tree: Tree[Token]) -> str:
        return self._text[start_of(tree) : end_of(tree)]

    def _label(self, tree: Tree[Token]) -> str:
        if tree.data != "string":
            return text_of(tree)
        label = literal_string(self._string(tree))
        # Terraform refuses a label with an interpolation; its text serves to name it.
        return self._text[start_of(tree) + 1 : end_of(tree) - 1] if label is None else label

    def _term(self, tree: Tree[Token]) -> Expression:
        (child,) = subtrees(tree)
        if child.data == "identifier":
            return Traversal(self._at(child), (text_of(child),))
        return self.expression(child)

    def _constant(self, tree: Tree[Token]) -> Expression:
        return Literal(self._at(tree), {"true": True, "false": False, "null": None}[text_of(tree)])

    def _number(self, tree: Tree[Token]) -> Expression:
        text = text_of(tree)
        number = int(text) if tree.data == "int_lit" else float(text)
        if number in (math.inf, -math.inf) and len(text) < _LONGEST_LARGE_NUMBER:
            number = int(Fraction(text))
        return Literal(self._at(tree), number)

    def _binary(self, tree: Tree[Token]) -> Expression:
        operator = text_of(subtrees(subtrees(tree)[1])[0])
        return Operation(self._at(tree), self._operands(tree), operator)

    def _unary(self, tree: Tree[Token]) -> Expression:
        (operand,) = self._operands(tree)
        number = operand.value if isinstance(operand, Literal) else None
        if text_of(tree) == "-" and isinstance(number, (int, float)):
            return Literal(self._at(tree), -number)
        return Operation(self._at(tree), (operand,), text_of(tree).strip())

    def _condition(self, tree: Tree[Token]) -> Expression:
        return Operation(self._at(tree), self._operands(tree), "?:")

    def _string(self, tree: Tree[Token]) -> Expression:
        if _is_interpolation_only(tree):
            self._found_legacy(LegacyKind.INTERPOLATION, tree)
        parts: list[str | Expression] = []
        directives = Directives()
        for part in subtrees(tree):
            content = part.children[0]
            if isinstance(content, Tree):
                directives.read(content.data, self._at(content))
                parts.append(self.template_part(content))
            elif content.type == "STRING_CHARS":
                parts.append(process_escape_sequences(str(content)))
            else:
                # An escaped marker, `$${` or `%%{`.
                parts.append(content[1:])
        directives.end()
        return template(parts, self._at(tree))

    def _heredoc(self, tree: Tree[Token]) -> Expression:
        text = text_of(tree)
        if end_of(tree) >= len(self._text):
            raise HclSyntaxError(
                self._locate(end_of(tree)),
                "the end of the file",
                "a new line after the marker that ends the heredoc",
            )
        begin = text.index("\n") + 1
        end = text.rstrip().rfind("\n") + 1
        offset = start_of(tree) + begin
        content = read_template(
            text[begin:end], _shifted(self._locate, offset), self._at(tree), self._legacy
        )
        return without_indent(content) if tree.data == "heredoc_template_trim" else content

    def _tuple(self, tree: Tree[Token]) -> Expression:
        return TupleValue(self._at(tree), self._operands(tree))

    def _object(self, tree: Tree[Token]) -> Expression:
        entries = []
        for element in subtrees(tree):
            key, value = subtrees(element)
            entries.append((self._object_key(key), self.expression(value)))
        return ObjectValue(self._at(tree), tuple(entries))

    def _object_key(self, tree: Tree[Token]) -> Expression:
        (key,) = subtrees(tree)
        name = key.children[0] if key.data == "expr_term" else key
        if isinstance(name, Tree) and name.data in ("identifier", "keyword", "literal_value"):
            return Literal(self._at(tree), text_of(name))
        if isinstance(name, Tree) and name.data == "string" and _is_interpolation_only(name):
            self._found_legacy(LegacyKind.KEY_INTERPOLATION, name)
            return self.template_part(_content(name))
        return self.expression(key)

    def _call(self, tree: Tree[Token]) -> Expression:
        children = subtrees(tree)
        name = "::".join(text_of(child) for child in children if child.data == "identifier")
        return Call(self._at(tree), name, self._operands(tree))

    def _attribute_access(self, tree: Tree[Token]) -> Expression:
        base, step = subtrees(tree)
        value = self.expression(base)
        if isinstance(value, Traversal):
            return Traversal(value.position, (*value.steps, text_of(subtrees(step)[0])))
        return Operation(self._at(tree), (value,))

    def _index(self, tree: Tree[Token]) -> Expression:
        base, step = subtrees(tree)
        value = self.expression(base)
        if step.data == "short_index":
            self._found_legacy(LegacyKind.INDEX, step)
            operands: tuple[Expression, ...] = (self._short_index(step),)
        else:
            operands = self._operands(step)
        index = _index_step(operands[0])
        if isinstance(value, Traversal) and index is not None:
            return Traversal(value.position, (*value.steps, index))
        return Operation(self._at(tree), (value, *operands))

    def _short_index(self, tree: Tree[Token]) -> Expression:
        return Literal(self._at(tree), int(str(tree.children[1])))

    def _attribute_splat(self, tree: Tree[Token]) -> Expression:
        self._found_legacy(LegacyKind.SPLAT, subtrees(tree)[1])
        return self._operation(tree)

    def _operation(self, tree: Tree[Token]) -> Expression:
        return Operation(self._at(tree), self._operands(tree))

    def _operands(self, tree: Tree[Token]) -> tuple[Expression, ...]:
        """The expressions in a node that has rules of its own between it and them."""
        operands: list[Expression] = []
        for child in subtrees(tree):
            if child.data in self._readers:
                operands.append(self.expression(child))
            else:
                if child.data == "short_index":
                    self._found_legacy(LegacyKind.INDEX, child)
                    operands.append(self._short_index(child))
                operands += self._operands(child)
        return tuple(operands)

    def _found_legacy(self, kind: LegacyKind, tree: Tree[Token]) -> None:
        self._legacy.append(LegacySyntax(kind, self._at(tree)))


def _is_interpolation_only(string: Tree[Token]) -> bool:
    return len(subtrees(string)) == 1 and _content(string).data == "interpolation"


def _content(string: Tree[Token]) -> Tree[Token]:
    """What the first part of a string is."""
    content = subtrees(string)[0].children[0]
    return content if isinstance(content, Tree) else subtrees(string)[0]


def _index_step(index: Expression) -> str | None:
    if not isinstance(index, Literal):
        return None
    return f'["{index.value}"]' if isinstance(index.value, str) else f"[{index.value}]"


def _shifted(locate: Locate, by: int) -> Locate:
    return lambda offset: locate(offset + by)
