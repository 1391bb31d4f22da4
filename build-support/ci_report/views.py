"""Results as annotations of GitHub Actions, and as a table in Markdown."""

from __future__ import annotations

from results import Problem, Results

# Actions shows ten annotations of each kind for a step, and drops the others.
SHOWN = 10
LISTED = 50
_LONGEST = 300
_COMMANDS = {"error": "error", "warning": "warning"}


def workflow_commands(results: Results) -> list[str]:
    """Workflow commands, errors first ("Workflow commands for GitHub Actions", its own page)."""
    lines = []
    for level in ("error", "warning", "note"):
        found = [each for each in results.problems if each.level == level]
        lines += [_annotation(each) for each in found[:SHOWN]]
    return lines


def table(name: str, exit_code: int, results: Results) -> str:
    """A summary of the job: counts, then what failed.

    :param name: of the job, such as its command.
    """
    verdict = "passed" if exit_code == 0 else f"failed with exit code {exit_code}"
    errors = sum(each.level == "error" for each in results.problems)
    counts = (
        verdict,
        *map(str, (results.passed, results.failed, results.skipped)),
        f"{results.seconds:.1f}",
        *map(str, (errors, len(results.problems) - errors)),
    )
    lines = [
        f"### `{_cell(name)}`",
        "",
        "| verdict | tests passed | failed | skipped | seconds | errors | other findings |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
        f"| {' | '.join(counts)} |",
        "",
    ]
    if results.problems:
        lines += ["| where | what | message |", "| --- | --- | --- |"]
        lines += [_row(each) for each in results.problems[:LISTED]]
        if len(results.problems) > LISTED:
            lines += ["", f"{len(results.problems) - LISTED} more are in the log."]
        lines.append("")
    lines += [f"This report could not be read: {each}\n" for each in results.unreadable]
    if not results.files:
        lines.append("No report was written: the log says what ran.\n")
    return "\n".join(lines)


def _annotation(problem: Problem) -> str:
    properties = []
    if problem.path:
        properties.append(f"file={_property(problem.path)}")
        if problem.line:
            properties.append(f"line={problem.line}")
            if problem.column:
                properties.append(f"col={problem.column}")
    properties.append(f"title={_property(problem.title)}")
    command = _COMMANDS.get(problem.level, "notice")
    return f"::{command} {','.join(properties)}::{_data(problem.message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _row(problem: Problem) -> str:
    place = problem.path + (f":{problem.line}" if problem.line else "")
    message = " ".join(problem.message.split())
    if len(message) > _LONGEST:
        message = message[:_LONGEST] + "…"
    return f"| {_cell(place)} | {_cell(problem.title)} | {_cell(message)} |"


def _cell(text: str) -> str:
    """Text that neither ends a cell nor is markup."""
    for special in ("\\", "|", "`", "*", "_", "[", "<"):
        text = text.replace(special, f"\\{special}")
    return text.replace("\n", " ")
