"""python-hcl2's grammar, with the newline and template rules that Terraform has.

python-hcl2 8.1.4 by itself rejects HCL that real modules contain: a line break inside `${ … }`,
before `.` or before `-` in parentheses, comments between any two tokens, `${~ … ~}`, `!!a`, names
in other scripts. The grammar has rules for all of it once newlines and comments are left out where
HCL's native syntax specification ignores them, and some terminals are wider.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import hcl2
from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedInput, UnexpectedToken
from lark.grammar import Rule
from lark.lexer import PatternRE, TerminalDef

# What `parse` can read: a whole file, or one `${…}` or `%{…}` of a template.
FILE = "start"
TEMPLATE_PART = "string_part"

_HEREDOC = r"(?P<{0}>[^\W\d][\w.-]*)\r?\n(?:[\s\S]*?\r?\n)??[^\S\n]*(?P={0})\r?\n"
_TERMINALS = {
    "NAME": r"[^\W\d][\w-]*",
    "NOT": r"!(?!=)(?:[ \t]*!(?!=))*",
    "INTERP_START": r"\$\{~?",
    "RBRACE": r"~?\}",
    "NL_OR_COMMENT": r"\n[ \t]*|#.*\n|//.*\n|/\*[^*]*\*+(?:[^/*][^*]*\*+)*/",
    # Only the marker: what follows it is ordinary text, up to the end of the string.
    "ESCAPED_INTERPOLATION": r"\$\$\{",
    "ESCAPED_DIRECTIVE": r"%%\{",
    # A string ends on its line, so that a missing quotation mark is reported where it is missing.
    "STRING_CHARS": r'(?:(?![$%]\{|\$\$\{|%%\{)[^"\\\n]|\\.)+',
    "HEREDOC_TEMPLATE": "<<" + _HEREDOC.format("heredoc"),
    "HEREDOC_TEMPLATE_TRIM": "<<-" + _HEREDOC.format("heredoc_trim"),
}
OPENING = frozenset({"LPAR", "LSQB", "LBRACE", "INTERP_START", "DIRECTIVE_START"})
CLOSING = {
    "RPAR": frozenset({"LPAR"}),
    "RSQB": frozenset({"LSQB"}),
    "RBRACE": frozenset({"LBRACE", "INTERP_START", "DIRECTIVE_START"}),
    "DBLQUOTE": frozenset({"DBLQUOTE"}),
}


@dataclass(frozen=True)
class Parsed:
    """A syntax tree, and the comments that it leaves out, in the order of the text.

    Tokens have offsets into the text; the tree's nodes have no `meta`.
    """

    tree: Tree[Token]
    comments: tuple[Token, ...]


class GrammarError(Exception):
    """Text does not match the grammar; offsets count characters from the text's beginning."""

    def __init__(self, offset: int, expected: frozenset[str], opened: Token | None) -> None:
        super().__init__(offset, expected, opened)
        self.offset = offset
        self.expected = expected
        self.opened = opened


class _SignificantNewlines:
    """Leaves out comments, and newlines wherever HCL ignores them."""

    # The lexer then sees a comment as one even where the grammar has no place for it.
    always_accept = ("NL_OR_COMMENT",)

    def __init__(self) -> None:
        self.opened: list[Token] = []
        self.comments: list[Token] = []

    def process(self, stream: Iterator[Token]) -> Iterator[Token]:
        # Of each open bracket or quotation mark, whether newlines mean something inside it. For a
        # brace that is known after its first token (until then None): `for` ignores them.
        significant: list[bool | None] = []
        opened: list[Token] = []
        self.opened = opened
        self.comments = []
        part_only: bool | None = None
        for token in stream:
            if token.type == "NL_OR_COMMENT":
                if not token.startswith("\n"):
                    self.comments.append(token)
                if not token.startswith("/*") and (not significant or significant[-1] is not False):
                    yield token
                continue
            if part_only is None:
                part_only = token.type in ("INTERP_START", "DIRECTIVE_START")
            if significant and significant[-1] is None:
                significant[-1] = token.type != "FOR"
            if opened and opened[-1].type in CLOSING.get(token.type, ()):
                opened.pop()
                significant.pop()
            elif token.type in OPENING or token.type == "DBLQUOTE":
                opened.append(token)
                significant.append({"LBRACE": None, "DBLQUOTE": True}.get(token.type, False))
            yield token
            if part_only and not opened:
                # What follows is text, not tokens.
                return


_newlines = _SignificantNewlines()
_parser: Lark | None = None
# Neither building the parser nor the parser's lazily built lexers are safe between threads.
_lock = threading.Lock()


def parse(text: str, start: str) -> Parsed:
    """Reads the text.

    :param start: `FILE`, or `TEMPLATE_PART`: then the text begins with `${` or `%{`, and what
        follows the matching brace is not read.
    :raises GrammarError: the text does not match the grammar.
    """
    global _parser
    with _lock:
        if _parser is None:
            _parser = _build_parser()
        try:
            # The terminals of comments and heredocs end with a newline.
            tree = _parser.parse(text + "\n", start=start)
        except UnexpectedInput as error:
            raise _grammar_error(error, text) from None
        return Parsed(tree, tuple(_newlines.comments))


def _grammar_error(error: UnexpectedInput, text: str) -> GrammarError:
    if isinstance(error, UnexpectedToken):
        expected = frozenset(error.expected)
        at_end = error.token.type == "$END"
    else:
        expected = frozenset(getattr(error, "allowed", None) or ())
        at_end = False
    offset = len(text.rstrip()) if at_end else (getattr(error, "pos_in_stream", None) or 0)
    if text[max(offset - 1, 0) : offset + 1] == "\r\n":
        offset -= 1
    # Some terminals begin with the blanks before them.
    offset += len(text[offset:]) - len(text[offset:].lstrip(" \t"))
    # The unexpected token may itself be an opening one.
    opened = [token for token in _newlines.opened if (token.start_pos or 0) < offset]
    return GrammarError(offset, expected, opened[-1] if opened else None)


def _edit_terminal(terminal: TerminalDef) -> TerminalDef:
    if terminal.name in _TERMINALS:
        terminal.pattern = PatternRE(_TERMINALS[terminal.name])
    return terminal


def build_table() -> str:
    """The parser of this grammar as JSON, for `use_table`. Building it takes seconds."""
    data, memo = _build_parser().memo_serialize([TerminalDef, Rule])
    # These two are code, and `use_table` adds what it needs of them.
    options = {k: v for k, v in data["options"].items() if k not in ("postlex", "edit_terminals")}
    table = _with_text_keys([{**data, "options": options}, memo])
    return json.dumps(table, separators=(",", ":"))


def use_table(table: str) -> None:
    """Read with a parser that was built before, possibly by another version of Python.

    :param table: from `build_table` of the same version of this module, python-hcl2 and lark.
    """
    global _parser
    data, memo = json.loads(table, object_hook=_with_number_keys)
    # As lark's own stand-alone parsers do it.
    parser = Lark._load_from_dict(data, memo, postlex=_newlines)  # type: ignore[no-untyped-call]
    with _lock:
        _parser = parser


def has_parser() -> bool:
    """Whether `parse` would not have to build the parser first."""
    return _parser is not None


def _with_text_keys(value: Any) -> Any:
    """The value with `#1` for a key that is the number 1, since JSON has no such keys."""
    if isinstance(value, dict):
        return {
            f"#{key}" if isinstance(key, int) else key: _with_text_keys(item)
            for key, item in value.items()
        }
    if isinstance(value, (list, tuple)):
        return [_with_text_keys(item) for item in value]
    return sorted(value) if isinstance(value, (set, frozenset)) else value


def _with_number_keys(value: dict[str, Any]) -> dict[Any, Any]:
    if next(iter(value), "").startswith("#"):
        return {int(key[1:]): item for key, item in value.items()}
    return value


def _build_parser() -> Lark:
    return Lark.open(
        "hcl2.lark",
        rel_to=hcl2.__file__,
        parser="lalr",
        start=[FILE, TEMPLATE_PART],
        postlex=_newlines,
        edit_terminals=_edit_terminal,
    )
