"""Asks the user questions on a terminal."""

from __future__ import annotations

from typing import Any

from pants.engine.console import Console

from terrapants.findings.user_error import UserError
from terrapants.scaffold.answers import read_value
from terrapants.scaffold.template import NAME, Variable


def is_terminal(console: Console) -> bool:
    return console.stdin.isatty() and console.stdout.isatty()


def ask_for_value(console: Console, variable: Variable, default: Any) -> Any:
    """The user's answer. The question is repeated until the answer is valid.

    :param default: the value of an empty answer; not used for a name, which has no default.
    :raises UserError: if the input ends.
    """
    for number, (choice, label) in enumerate(zip(variable.choices, variable.labels), 1):
        explanation = "" if label == choice else f"  {label}"
        console.print_stdout(f"  {number}  {choice}{explanation}")
    has_default = variable.name != NAME
    while True:
        text = _ask(console, _question(variable, default) if has_default else variable.prompt)
        if not text and has_default:
            return default
        if text.isdecimal() and 0 < int(text) <= len(variable.choices):
            return variable.choices[int(text) - 1]
        try:
            return read_value(variable, text)
        except UserError as error:
            console.print_stdout(console.red(str(error)))


def ask_for_kind(console: Console, kinds: tuple[str, ...]) -> str:
    """:raises UserError: if the input ends."""
    kind = Variable("kind", kinds[0], "Kind", kinds, kinds)
    return str(ask_for_value(console, kind, kinds[0]))


def confirm(console: Console, question: str) -> bool:
    """Whether the user agrees. An empty answer means yes."""
    return _ask(console, f"{question} [Y/n]").lower() in ("", "y", "yes")


def _question(variable: Variable, default: Any) -> str:
    if isinstance(default, bool):
        return f"{variable.prompt} [{'Y/n' if default else 'y/N'}]"
    return f"{variable.prompt} [{default}]"


def _ask(console: Console, question: str) -> str:
    console.write_stdout(f"{question}: ")
    console.flush()
    line = console.stdin.readline()
    if not line:
        console.print_stdout("")
        raise UserError("The input ended before all questions were answered. Nothing was written.")
    return line.strip()
