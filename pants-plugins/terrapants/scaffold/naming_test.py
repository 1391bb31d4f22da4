from __future__ import annotations

import keyword

import pytest

from terrapants.findings.user_error import UserError
from terrapants.scaffold.naming import LONGEST_NAME, read_name


@pytest.mark.parametrize(
    ("given", "text", "identifier"),
    [
        ("sqs-queue", "sqs-queue", "sqs_queue"),
        ("sqs_queue", "sqs-queue", "sqs_queue"),
        ("SqsQueue", "sqs-queue", "sqs_queue"),
        ("SQSQueue", "sqs-queue", "sqs_queue"),
        ("sqsQueue", "sqs-queue", "sqs_queue"),
        ("SQS-queue", "sqs-queue", "sqs_queue"),
        ("sqs--queue__2", "sqs-queue-2", "sqs_queue_2"),
        ("vpc", "vpc", "vpc"),
        ("x" * LONGEST_NAME, "x" * LONGEST_NAME, "x" * LONGEST_NAME),
    ],
)
def test_spellings_of_a_name(given: str, text: str, identifier: str) -> None:
    name = read_name(given)
    assert (name.text, name.identifier) == (text, identifier)
    assert name.identifier.isidentifier()
    assert read_name(name.text) == name
    assert read_name(name.identifier) == name


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("", "The name is empty. Enter a name such as `sqs-queue`."),
        (
            "/etc/passwd",
            "The name '/etc/passwd' is a path. Give only the name; `--output-dir`",
        ),
        ("..", "The name '..' is a path."),
        (".", "The name '.' is a path."),
        ("../x", "The name '../x' is a path."),
        ("a/b", "The name 'a/b' is a path."),
        ("a\\b", "is a path."),
        ("a..b", "The name 'a..b' is not valid. A name consists of letters, digits, `-` and `_`"),
        ("sqs queue", "The name 'sqs queue' is not valid."),
        ('a"b', "The name 'a\"b' is not valid."),
        ("a'b", 'The name "a\'b" is not valid.'),
        ("{{ 7 }}", "The name '{{ 7 }}' is not valid."),
        ("a.b", "The name 'a.b' is not valid."),
        ("1st", "The name '1st' is not valid."),
        ("-a", "The name '-a' is not valid."),
        ("a-", "The name 'a-' is not valid."),
        ("_a", "The name '_a' is not valid."),
        ("class", "The name 'class' is a Python keyword: choose another."),
        ("None", "The name 'None' is a Python keyword: choose another."),
        ("Import", "The name 'Import' is a Python keyword: choose another."),
        ("count", "The name 'count' is a reserved word in Terraform: choose another."),
        ("for-each", "The name 'for-each' is a reserved word in Terraform: choose another."),
        ("module", "The name 'module' is a reserved word in Terraform: choose another."),
        ("null", "The name 'null' is a reserved word in Terraform: choose another."),
        ("a\nb", "The name 'a\\nb' has a line break or another control character."),
        ("a\n", "The name 'a\\n' has a line break or another control character."),
        ("a\x00b", "The name 'a\\x00b' has a line break or another control character."),
        ("x" * 300, f"The name '{'x' * 30}…' has 300 characters: at most 63 are allowed."),
        ("schlüssel", "The name 'schlüssel' has non-ASCII characters."),
        ("\uff53qs", "has non-ASCII characters."),
    ],
)
def test_names_that_are_refused(given: str, message: str) -> None:
    with pytest.raises(UserError) as error:
        read_name(given)
    assert message in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("word", keyword.kwlist)
def test_python_keywords_are_refused(word: str) -> None:
    with pytest.raises(UserError):
        read_name(word)
