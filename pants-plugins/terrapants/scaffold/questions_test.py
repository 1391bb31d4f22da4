from __future__ import annotations

import io

import pytest
from pants.engine.console import Console

from terrapants.findings.user_error import UserError
from terrapants.scaffold.questions import ask_for_kind, ask_for_value, confirm, is_terminal
from terrapants.scaffold.template import Variable


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Dialogue:
    """A console whose user has already typed the given lines."""

    def __init__(self, *lines: str) -> None:
        self.written = Terminal()
        typed = Terminal("".join(f"{line}\n" for line in lines))
        self.console = Console(stdin=typed, stdout=self.written, use_colors=False)

    @property
    def text(self) -> str:
        return self.written.getvalue()


def test_an_empty_answer_is_the_default() -> None:
    dialogue = Dialogue("")
    title = Variable("title", "{{ cookiecutter.name }}", "Title of the page")
    assert ask_for_value(dialogue.console, title, "Orders") == "Orders"
    assert dialogue.text == "Title of the page [Orders]: "


def test_a_name_is_asked_for_until_it_is_valid() -> None:
    dialogue = Dialogue("", "class", " SqsQueue ")
    assert ask_for_value(dialogue.console, Variable("name", "x", "Name"), "x") == "sqs-queue"
    assert dialogue.text == (
        "Name: The name is empty. Enter a name such as `sqs-queue`.\n"
        "Name: The name 'class' is a Python keyword: choose another.\n"
        "Name: "
    )


@pytest.mark.parametrize(
    ("typed", "answer"), [("", "small"), ("2", "large"), ("large", "large"), ("3\n1", "small")]
)
def test_choices_are_made_by_number_or_by_name(typed: str, answer: str) -> None:
    size = Variable("size", "small", "Size", ("small", "large"), ("one CPU", "large"))
    dialogue = Dialogue(typed)
    assert ask_for_value(dialogue.console, size, "small") == answer
    assert dialogue.text.startswith("  1  small  one CPU\n  2  large\nSize [small]: ")


@pytest.mark.parametrize(("typed", "answer"), [("", True), ("n", False), ("what\nYES", True)])
def test_yes_or_no(typed: str, answer: bool) -> None:
    dialogue = Dialogue(typed)
    assert ask_for_value(dialogue.console, Variable("public", True, "Public"), True) is answer
    assert dialogue.text.startswith("Public [Y/n]: ")


def test_kinds_are_chosen() -> None:
    assert ask_for_kind(Dialogue("2").console, ("package", "service")) == "service"


@pytest.mark.parametrize(
    ("typed", "agrees"), [("", True), ("Y", True), ("no", False), ("x", False)]
)
def test_a_confirmation(typed: str, agrees: bool) -> None:
    assert confirm(Dialogue(typed).console, "Write 2 files?") is agrees


def test_the_end_of_the_input_is_an_error() -> None:
    with pytest.raises(UserError, match=r"^The input ended before .* Nothing was written\.$"):
        ask_for_value(Dialogue().console, Variable("title", "", "Title"), "")


def test_input_and_output_must_both_be_a_terminal() -> None:
    assert is_terminal(Console(stdin=Terminal(), stdout=Terminal()))
    assert not is_terminal(Console(stdin=io.StringIO(), stdout=Terminal()))
    assert not is_terminal(Console(stdin=Terminal(), stdout=io.StringIO()))
