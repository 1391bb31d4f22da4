"""python-hcl2's grammar, with the newline and template rules that Terraform has.

python-hcl2 8.1.4 by itself rejects HCL that real modules contain: a line break inside `${ … }`,
before `.` or before `-` in parentheses, comments between any two tokens, `${~ … ~}`, `!-a`,
`core::max()`, names in other scripts. It accepts line breaks where Terraform does not. So newlines
and comments are left out where HCL's native syntax specification ignores them, and some terminals
and rules are replaced. `language_corpus_integration_test.py` compares the result with Terraform.
"""

from __future__ import annotations

import functools
import json
import re
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import hcl2
from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedInput, UnexpectedToken
from lark.grammar import Rule
from lark.lexer import PatternRE, TerminalDef

# What `parse` can read: a whole file, or one `${…}` or `%{…}` of a template.
FILE = "start"
TEMPLATE_PART = "string_part"

# "{name}" stands for the pattern of an identifier. The line that ends a heredoc may have blanks on
# both sides of the marker, and its line break is a token of its own.
_HEREDOC = r"(?P<@>{name})\r?\n(?:[\s\S]*?\r?\n)??[^\S\n]*(?P=@)[^\S\n]*?(?=\r?\n)"
_TERMINALS = {
    "NAME": "{name}",
    "FULL_SPLAT_START": r"\[\s*\*\s*\]",
    "INTERP_START": r"\$\{~?",
    "RBRACE": r"~?\}",
    "NL_OR_COMMENT": r"\n[ \t]*|#.*\n|//.*\n|/\*[^*]*\*+(?:[^/*][^*]*\*+)*/",
    # Only the marker: what follows it is ordinary text, up to the end of the string.
    "ESCAPED_INTERPOLATION": r"\$\$\{",
    "ESCAPED_DIRECTIVE": r"%%\{",
    # A string ends on its line, so that a missing quotation mark is reported where it is missing.
    "STRING_CHARS": (
        r'(?:(?![$%]\{|\$\$\{|%%\{)[^"\\\r\n]'
        r'|\\(?:[nrt"\\]|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}))+'
    ),
    "HEREDOC_TEMPLATE": "<<" + _HEREDOC.replace("@", "heredoc"),
    "HEREDOC_TEMPLATE_TRIM": "<<-" + _HEREDOC.replace("@", "heredoc_trim"),
}
# Those of operators have no places for newlines: what may be ignored never reaches the parser.
_RULES = """\
body : new_line_or_comment? (_item new_line_or_comment)* _item?
_item : attribute | block
block : _attribute_name (_attribute_name | string)* LBRACE _block_body RBRACE
_block_body : one_line_body | many_line_body
one_line_body : attribute? -> body
many_line_body : new_line_or_comment (_item new_line_or_comment)* -> body
?expression : or_expr QMARK expression COLON expression -> conditional
            | or_expr
?or_expr : or_expr or_binary_term -> binary_op
         | and_expr
or_binary_term : or_binary_operator and_expr -> binary_term
?and_expr : and_expr and_binary_term -> binary_op
          | eq_expr
and_binary_term : and_binary_operator eq_expr -> binary_term
?eq_expr : eq_expr eq_binary_term -> binary_op
         | rel_expr
eq_binary_term : eq_binary_operator rel_expr -> binary_term
?rel_expr : rel_expr rel_binary_term -> binary_op
          | add_expr
rel_binary_term : rel_binary_operator add_expr -> binary_term
?add_expr : add_expr add_binary_term -> binary_op
          | mul_expr
add_binary_term : add_binary_operator mul_expr -> binary_term
?mul_expr : mul_expr mul_binary_term -> binary_op
          | unary_expr
mul_binary_term : mul_binary_operator unary_expr -> binary_term
!unary_op : (MINUS | NOT) unary_expr
object : LBRACE new_line_or_comment? (object_elem (_separator object_elem)* _separator?)? RBRACE
_separator : COMMA new_line_or_comment? | new_line_or_comment
function_call : identifier (COLONS identifier)* LPAR arguments? RPAR
"""
_RULE = re.compile(r"^[?!]*(\w+) ?:.*\n(?:[ \t]+.*\n)*", re.MULTILINE)
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
    # What the lexer tried is more than what the parser would take: states of several contexts have
    # merged.
    parser = getattr(error, "interactive_parser", None)
    expected = frozenset(parser.accepts() if parser else ())
    at_end = isinstance(error, UnexpectedToken) and error.token.type == "$END"
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
        terminal.pattern = PatternRE(_TERMINALS[terminal.name].replace("{name}", _name_pattern()))
    return terminal


@functools.cache
def _name_pattern() -> str:
    """An identifier as Unicode has it, with dashes: besides what `\\w` stands for, the marks that
    combine with letters."""
    ranges: list[tuple[str, str]] = []
    for character in map(chr, range(0x80, sys.maxunicode + 1)):
        if f"a{character}".isidentifier() and not character.isalnum():
            if ranges and ord(ranges[-1][1]) == ord(character) - 1:
                ranges[-1] = (ranges[-1][0], character)
            else:
                ranges.append((character, character))
    marks = "".join(f"{first}-{last}" for first, last in ranges)
    return rf"[^\W\d][\w{marks}-]*"


def _with_rules(text: str) -> str:
    """The grammar with our rules in place of its own."""
    own = {match[1]: match[0] for match in _RULE.finditer(_RULES)}
    replaced = {match[1] for match in _RULE.finditer(text)} & own.keys()
    kept = _RULE.sub(lambda match: "" if match[1] in replaced else match[0], text)
    return kept + _RULES


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
    text = Path(hcl2.__file__).with_name("hcl2.lark").read_text()
    return Lark(
        _with_rules(text),
        parser="lalr",
        start=[FILE, TEMPLATE_PART],
        postlex=_newlines,
        edit_terminals=_edit_terminal,
    )
