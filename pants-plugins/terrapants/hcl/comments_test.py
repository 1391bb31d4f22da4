from __future__ import annotations

import pytest

from terrapants.hcl.document import parse


def test_all_kinds_of_comments_in_their_order() -> None:
    text = (
        "/* Header,\n   two lines. */\n"
        "# one\n// two\n"
        "a = [ # in a list\n  1, /* here */ 2\n]\n"
        'b { // after a brace\n  c = "# in a string" # after a value\n}\n'
        "d = <<E\n# in a heredoc\nE\n"
        "# the end"
    )
    assert [
        (comment.text, comment.position.line, comment.position.column, comment.end_line)
        for comment in parse(text, "a.tf").comments
    ] == [
        ("/* Header,\n   two lines. */", 1, 1, 2),
        ("# one", 3, 1, 3),
        ("// two", 4, 1, 4),
        ("# in a list", 5, 7, 5),
        ("/* here */", 6, 6, 6),
        ("// after a brace", 8, 5, 8),
        ("# after a value", 9, 23, 9),
        ("# the end", 14, 1, 14),
    ]


def test_windows_line_ends_are_no_part_of_a_comment() -> None:
    (comment,) = parse("# x\r\na = 1\r\n", "a.tf").comments
    assert (comment.text, comment.end_line) == ("# x", 1)


@pytest.mark.parametrize(("text", "path"), [("", "a.tf"), ("a = 1", "a.tf"), ("{}", "a.tf.json")])
def test_no_comments(text: str, path: str) -> None:
    assert parse(text, path).comments == ()


def test_comments_inside_an_interpolation_count() -> None:
    text = 'a = "${ /* why */ b }"\n# after\n'
    assert [comment.text for comment in parse(text, "a.tf").comments] == ["/* why */", "# after"]
