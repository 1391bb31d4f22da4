"""What python-hcl2's syntax trees are asked."""

from __future__ import annotations

from lark import Token, Tree


def subtrees(tree: Tree[Token]) -> list[Tree[Token]]:
    """The nodes right below, without tokens and newlines."""
    return [
        child
        for child in tree.children
        if isinstance(child, Tree) and child.data != "new_line_or_comment"
    ]


def text_of(tree: Tree[Token]) -> str:
    """The text of a node that is a single token."""
    return str(tree.children[0])


def start_of(tree: Tree[Token]) -> int:
    """The offset of a node's first token."""
    child = tree.children[0]
    return start_of(child) if isinstance(child, Tree) else child.start_pos or 0


def end_of(tree: Tree[Token]) -> int:
    """The offset after a node's last token."""
    child = tree.children[-1]
    return end_of(child) if isinstance(child, Tree) else child.end_pos or 0
