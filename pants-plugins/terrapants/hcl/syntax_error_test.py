"""The messages that a user reads."""

from __future__ import annotations

import pickle

import pytest

from terrapants.findings.finding import FindingRule, Severity, render
from terrapants.hcl.document import HclSyntaxError, parse
from terrapants.hcl.position import Position
from terrapants.hcl.syntax_error import finding_of_syntax_error


def message(text: str) -> str:
    with pytest.raises(HclSyntaxError) as raised:
        parse(text, "m/m.tf")
    return str(raised.value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a = ", "m/m.tf:1:5: found the end of the file, expected a value"),
        ("a =\nb = 1\n", "m/m.tf:1:4: found the end of the line, expected a value"),
        ("a == 1", 'm/m.tf:1:3: found "==", expected "=", "{" or a name'),
        ("a = 'x'", 'm/m.tf:1:5: found "\'", expected a value'),
        ("a = [1, 2\nbee = 3\n", 'm/m.tf:2:1: found "bee", expected "," or "]"'),
        ("a = foo(1 2)", 'm/m.tf:1:11: found "2", expected "," or ")"'),
        ("a = x ? 1\n", 'm/m.tf:1:10: found the end of the line, expected ":"'),
        ("a = [for x y : z]", 'm/m.tf:1:12: found "y", expected "in" or ","'),
        ("a = {\n b c\n}", 'm/m.tf:2:4: found "c", expected "=" or ":"'),
        ('{"a": 1}', 'm/m.tf:1:1: found "{", expected a name'),
        ("}", 'm/m.tf:1:1: found "}", expected a name'),
        ('a = "${x"', 'm/m.tf:1:9: found a quotation mark, expected "}"'),
        ('a = "é${}"', 'm/m.tf:1:9: found "}", expected a value'),
    ],
)
def test_says_what_was_found_and_expected(text: str, expected: str) -> None:
    assert message(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            'run "a" {\n  command = plan\n\n  assert {\n    x = 1\n  }\n',
            'm/m.tf:6:4: found the end of the file, expected "}". The "{" on line 1 is not closed.',
        ),
        (
            "a = {\n  b = [1, 2}\n}\n",
            'm/m.tf:2:12: found "}", expected "," or "]". The "[" on line 2 is not closed.',
        ),
        (
            "a = (\n  1 + ]",
            'm/m.tf:2:7: found "]", expected a value. The "(" on line 1 is not closed.',
        ),
    ],
)
def test_names_the_bracket_that_is_still_open(text: str, expected: str) -> None:
    assert message(text) == expected


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_missing_quotation_mark_is_reported_on_its_own_line(newline: str) -> None:
    text = f'a = foo("x, 1){newline}b = "y"{newline}'
    assert message(text) == (
        "m/m.tf:1:15: found the end of the line, expected a quotation mark that ends the string"
    )


def test_a_heredoc_without_its_end() -> None:
    assert message("a = <<EOT\nfoo\n EOT x\n") == (
        'm/m.tf:1:5: found "<<EOT" without a line that closes it, expected a value'
    )


def test_a_comment_without_its_end() -> None:
    assert message("a = 1\n/* b\n") == (
        'm/m.tf:2:1: found "/*" without the "*/" that ends the comment, expected a name'
    )


def test_an_error_inside_a_heredoc_has_its_place_in_the_file() -> None:
    assert message("a = <<E\nfine ${b}\nbad ${foo(}\nE\n") == (
        'm/m.tf:3:11: found "}", expected a value or ")". The "(" on line 3 is not closed.'
    )


def test_an_interpolation_that_a_heredoc_does_not_close() -> None:
    assert message("a = <<E\n${foo\nE\n") == (
        'm/m.tf:2:6: found the end of the template, expected "}". The "${" on line 2 is not closed.'
    )


def test_the_parts_of_the_message() -> None:
    with pytest.raises(HclSyntaxError) as raised:
        parse("a = [1\n", "m/m.tf")
    error = raised.value
    assert (error.path, error.line, error.column) == ("m/m.tf", 1, 7)
    assert (error.found, error.expected) == ("the end of the file", '"," or "]"')
    assert error.hint == 'The "[" on line 1 is not closed.'
    assert str(error.position) == "m/m.tf:1:7"


def test_an_error_survives_pickling() -> None:
    with pytest.raises(HclSyntaxError) as raised:
        parse("a = ", "m/m.tf")
    assert str(pickle.loads(pickle.dumps(raised.value))) == str(raised.value)


def test_an_earlier_error_leaves_no_trace_in_a_later_one() -> None:
    message("a = {{{[[[")
    assert message("?") == 'm/m.tf:1:1: found "?", expected a name'


def test_a_very_deep_expression_is_an_error_of_the_file() -> None:
    text = "a = " + "(" * 5000 + "1" + ")" * 5000
    assert message(text) == "m/m.tf:1:1: found an expression nested too deeply, expected less"


def test_a_syntax_error_is_a_finding_with_its_hint() -> None:
    rule = FindingRule("syntax", "It parses.", Severity.WARNING)
    error = HclSyntaxError(Position("a/main.tf", 3, 2), '"x"', '"}"', "Close it.")
    assert render([finding_of_syntax_error(error, rule)]) == (
        'a/main.tf:3:2: warning: found "x", expected "}". Close it. [syntax]'
    )
