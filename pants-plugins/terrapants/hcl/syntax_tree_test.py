from __future__ import annotations

from lark import Token, Tree

from terrapants.hcl.grammar import FILE, parse
from terrapants.hcl.syntax_tree import end_of, start_of, subtrees, text_of

TEXT = "\n# comment\nname = [1, 22]\n"


def attribute() -> Tree[Token]:
    (body,) = subtrees(parse(TEXT, FILE).tree)
    (found,) = subtrees(body)
    return found


def test_subtrees_leave_out_tokens_and_newlines() -> None:
    assert [tree.data for tree in subtrees(attribute())] == ["identifier", "expr_term"]


def test_text_of_a_token_node() -> None:
    assert text_of(subtrees(attribute())[0]) == "name"


def test_where_a_node_begins_and_ends() -> None:
    found = attribute()
    assert TEXT[start_of(found) : end_of(found)] == "name = [1, 22]"
    value = subtrees(found)[1]
    assert TEXT[start_of(value) : end_of(value)] == "[1, 22]"
