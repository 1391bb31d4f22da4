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
        ("", "The name is empty: say one, as in `--name=sqs-queue`."),
        ("/etc/passwd", "The name '/etc/passwd' is a path. Say the name alone; `--output-dir`"),
        ("..", "The name '..' is a path."),
        (".", "The name '.' is a path."),
        ("../x", "The name '../x' is a path."),
        ("a/b", "The name 'a/b' is a path."),
        ("a\\b", "is a path."),
        ("a..b", "The name 'a..b' is not usable. A name has letters, digits, `-` and `_`"),
        ("sqs queue", "The name 'sqs queue' is not usable."),
        ('a"b', "The name 'a\"b' is not usable."),
        ("a'b", 'The name "a\'b" is not usable.'),
        ("{{ 7 }}", "The name '{{ 7 }}' is not usable."),
        ("a.b", "The name 'a.b' is not usable."),
        ("1st", "The name '1st' is not usable."),
        ("-a", "The name '-a' is not usable."),
        ("a-", "The name 'a-' is not usable."),
        ("_a", "The name '_a' is not usable."),
        ("class", "The name 'class' is a keyword of Python: choose another."),
        ("None", "The name 'None' is a keyword of Python: choose another."),
        ("Import", "The name 'Import' is a keyword of Python: choose another."),
        ("count", "The name 'count' is a word that Terraform reserves: choose another."),
        ("for-each", "The name 'for-each' is a word that Terraform reserves: choose another."),
        ("module", "The name 'module' is a word that Terraform reserves: choose another."),
        ("null", "The name 'null' is a word that Terraform reserves: choose another."),
        ("a\nb", "The name 'a\\nb' has a line break or another control character."),
        ("a\n", "The name 'a\\n' has a line break or another control character."),
        ("a\x00b", "The name 'a\\x00b' has a line break or another control character."),
        ("x" * 300, f"The name '{'x' * 30}…' has 300 characters: at most 63 fit."),
        ("schlüssel", "The name 'schlüssel' has characters other than ASCII."),
        ("\uff53qs", "has characters other than ASCII."),
    ],
)
def test_names_that_are_refused(given: str, message: str) -> None:
    with pytest.raises(UserError) as error:
        read_name(given)
    assert message in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("word", keyword.kwlist)
def test_no_keyword_of_python_is_a_name(word: str) -> None:
    with pytest.raises(UserError):
        read_name(word)
