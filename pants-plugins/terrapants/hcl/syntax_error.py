"""What a user reads when a file does not parse."""

from __future__ import annotations

from collections.abc import Collection

from terrapants.findings.finding import Finding, FindingRule
from terrapants.hcl.grammar import CLOSING, OPENING, GrammarError
from terrapants.hcl.position import Locate, Position

# In the order in which they are named; the names are the terminals of python-hcl2's grammar.
_EXPECTATIONS = (
    ("EQ", '"="'),
    ("IN", '"in"'),
    ("FOR_OBJECT_ARROW", '"=>"'),
    ("COLON", '":"'),
    ("LBRACE", '"{"'),
    ("COMMA", '","'),
    ("RPAR", '")"'),
    ("RSQB", '"]"'),
    ("RBRACE", '"}"'),
    ("NAME", "a name"),
    ("NL_OR_COMMENT", "a new line"),
    ("PLUS", "an operator"),
)
_VALUE_STARTS = frozenset({"DBLQUOTE", "LPAR", "LSQB"})
_BRACKETS = {"LPAR": ")", "LSQB": "]"}
_CLOSING_BRACKETS = frozenset(")]}")
_MOST_EXPECTATIONS = 4
_LONGEST_FOUND = 40


class HclSyntaxError(Exception):
    """A file is not valid HCL, or is valid HCL that python-hcl2 cannot read.

    `str()` is one or two sentences for the person who must fix the file:
    `path:line:column: found …, expected …`, and where it helps, which bracket is still open.
    """

    def __init__(
        self, position: Position, found: str, expected: str, hint: str | None = None
    ) -> None:
        super().__init__(position, found, expected, hint)
        self.position = position
        self.path = position.path
        self.line = position.line
        self.column = position.column
        self.found = found
        self.expected = expected
        self.hint = hint

    def __str__(self) -> str:
        sentence = f"{self.position}: found {self.found}, expected {self.expected}"
        return f"{sentence}. {self.hint}" if self.hint else sentence


def syntax_error(
    error: GrammarError, text: str, locate: Locate, whole: str = "file"
) -> HclSyntaxError:
    """The error in the user's words.

    :param whole: what the text is, for an error at its end.
    """
    found = describe_found(text, error.offset)
    hint = None
    kind = error.opened.type if error.opened else ""
    if error.opened and kind in OPENING:
        at_end = error.offset >= len(text.rstrip())
        found = f"the end of the {whole}" if at_end else found
        if at_end or text[error.offset] in _CLOSING_BRACKETS - {_BRACKETS.get(kind, "}")}:
            line = locate(error.opened.start_pos or 0).line
            hint = f'The "{error.opened}" on line {line} is not closed.'
    # The grammar's own lookahead is too generous where rules of several contexts have merged.
    impossible = {name for name in ("RPAR", "RSQB", "RBRACE") if kind not in CLOSING[name]}
    if kind in OPENING and kind != "LBRACE":
        impossible.add("NL_OR_COMMENT")
    if hint and "RBRACE" in error.expected - impossible:
        impossible |= {"NAME", "IN"}
    expected = describe_expected(error.expected - impossible)
    return HclSyntaxError(locate(error.offset), found, expected, hint)


def finding_of_syntax_error(error: HclSyntaxError, rule: FindingRule) -> Finding:
    """A file that does not parse as a finding."""
    message = f"found {error.found}, expected {error.expected}"
    return Finding(
        rule.id,
        rule.severity,
        f"{message}. {error.hint}" if error.hint else message,
        error.path,
        error.line,
        error.column,
    )


def describe_found(text: str, offset: int) -> str:
    """What stands at the offset, in words."""
    if offset >= len(text):
        return "the end of the file"
    if text[offset] in "\r\n":
        return "the end of the line"
    if text[offset] == '"':
        return "a quotation mark"
    if text.startswith("<<", offset):
        marker = text[offset:].split(maxsplit=1)[0]
        return f'"{marker}" without a line that closes it'
    if text.startswith("/*", offset):
        return '"/*" without the "*/" that ends the comment'
    end = offset + 1
    for belongs in (_is_word, _is_operator):
        while belongs(text[offset : end + 1]) and end < min(len(text), offset + _LONGEST_FOUND):
            end += 1
    return f'"{text[offset:end]}"'


def describe_expected(terminals: Collection[str]) -> str:
    """What the grammar would accept, in words.

    :param terminals: the names of the terminals, as python-hcl2's grammar has them.
    """
    expected = set(terminals)
    phrases = []
    if "STRING_CHARS" in expected:
        phrases.append("a quotation mark that ends the string")
        expected.discard("NL_OR_COMMENT")
    elif expected >= _VALUE_STARTS and "EQ" in expected:
        # In an object, after what may be a key: the next element's beginning need not be told.
        expected -= {"LBRACE", "NAME", "NL_OR_COMMENT", "IN"}
    elif expected >= _VALUE_STARTS:
        phrases.append("a value")
        expected -= {"LBRACE", "NAME", "NL_OR_COMMENT", "IN"}
    elif "PLUS" in expected:
        # After a value: what the next line begins with need not be told.
        expected -= {"NAME", "IN"}
    elif "NAME" in expected:
        expected -= {"NL_OR_COMMENT", "IN"}
    phrases += [phrase for name, phrase in _EXPECTATIONS if name in expected]
    if len(phrases) > 1 and phrases[-1] == "an operator":
        # It may follow any value.
        phrases.pop()
    if not phrases:
        return "something else"
    *others, last = phrases[:_MOST_EXPECTATIONS]
    return f"{', '.join(others)} or {last}" if others else last


def _is_word(text: str) -> bool:
    return all(character.isalnum() or character in "_-" for character in text)


def _is_operator(text: str) -> bool:
    return all(character in "=!<>&|" for character in text)
