from __future__ import annotations

from typing import Optional

import pytest
from pants.engine.fs import FileContent

from terrapants.scaffold.merge_plan import (
    Decision,
    LineMerge,
    Outcome,
    has_conflict_markers,
    plan_merge,
)

Text = Optional[str]


def plan(base: Text, theirs: Text, ours: Text) -> Decision | LineMerge | None:
    """The step for one file, given its content in each version, or None if it is missing there."""
    sides = [
        [] if text is None else [FileContent("a", text.encode())] for text in (base, theirs, ours)
    ]
    steps = plan_merge(*sides)
    assert len(steps) <= 1
    return steps[0] if steps else None


def content(text: str) -> FileContent:
    return FileContent("a", text.encode())


@pytest.mark.parametrize("ours", [None, "1", "mine"])
@pytest.mark.parametrize("both", [None, "1"])
def test_what_the_template_has_not_changed_is_left_alone(both: Text, ours: Text) -> None:
    assert plan(both, both, ours) is None


@pytest.mark.parametrize(
    ("base", "theirs", "ours", "step"),
    [
        # The user has made the same change.
        ("1", "2", "2", None),
        (None, "2", "2", None),
        ("1", None, None, None),
        # Only the template has changed.
        (None, "2", None, Decision("a", Outcome.ADDED, content("2"))),
        ("1", "2", "1", Decision("a", Outcome.UPDATED, content("2"))),
        ("1", None, "1", Decision("a", Outcome.REMOVED)),
        ("1", "", "1", Decision("a", Outcome.UPDATED, content(""))),
        ("a\0b", "c\0d", "a\0b", Decision("a", Outcome.UPDATED, content("c\0d"))),
        # Both have changed.
        ("1", "2", None, Decision("a", Outcome.LEFT_DELETED)),
        ("1", "2", "3", LineMerge("a", b"1", b"3", b"2", executable=False)),
        (None, "2", "3", LineMerge("a", b"", b"3", b"2", executable=False)),
        (None, "2", "", Decision("a", Outcome.UPDATED, content("2"))),
    ],
)
def test_the_step_for_a_file(
    base: Text, theirs: Text, ours: Text, step: Decision | LineMerge | None
) -> None:
    assert plan(base, theirs, ours) == step


@pytest.mark.parametrize(
    ("base", "theirs", "ours", "reason"),
    [
        ("1", None, "mine", "the template no longer has it, but you changed it: kept"),
        ("1\0", "2\0", "3\0", "a binary file that both sides changed: yours is kept"),
        (None, "2\0", "3", "a binary file that both sides changed: yours is kept"),
    ],
)
def test_a_conflict_that_cannot_be_marked_keeps_the_users_file(
    base: Text, theirs: Text, ours: Text, reason: str
) -> None:
    assert plan(base, theirs, ours) == Decision("a", Outcome.CONFLICT, reason=reason)


@pytest.mark.parametrize("ours_executable", [False, True])
@pytest.mark.parametrize("theirs_executable", [False, True])
@pytest.mark.parametrize("base_executable", [False, True])
def test_permissions_are_merged_as_contents_are(
    base_executable: bool, theirs_executable: bool, ours_executable: bool
) -> None:
    (step,) = plan_merge(
        [FileContent("a", b"1", base_executable)],
        [FileContent("a", b"2", theirs_executable)],
        [FileContent("a", b"3", ours_executable)],
    )
    assert isinstance(step, LineMerge)
    changed_by_template = theirs_executable != base_executable
    assert step.executable == (theirs_executable if changed_by_template else ours_executable)


def test_a_change_of_only_the_permission_keeps_the_users_content() -> None:
    assert plan_merge(
        [FileContent("a", b"1", is_executable=False)],
        [FileContent("a", b"1", is_executable=True)],
        [FileContent("a", b"mine", is_executable=False)],
    ) == (Decision("a", Outcome.UPDATED, FileContent("a", b"mine", is_executable=True)),)


def test_a_users_permission_survives_new_content() -> None:
    assert plan_merge(
        [FileContent("a", b"1", is_executable=False)],
        [FileContent("a", b"2", is_executable=False)],
        [FileContent("a", b"1", is_executable=True)],
    ) == (Decision("a", Outcome.UPDATED, FileContent("a", b"2", is_executable=True)),)


def test_steps_are_sorted_by_path() -> None:
    theirs = [FileContent(path, b"") for path in ("c", "a/b", "a")]
    assert [step.path for step in plan_merge([], theirs, [])] == ["a", "a/b", "c"]


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        (b"1\n<<<<<<< yours\n2\n=======\n3\n>>>>>>> the template\n", True),
        (b"1\r\n<<<<<<< yours\r\n=======\r\n>>>>>>> x\r\n", True),
        (b"# <<<<<<< yours\n# >>>>>>> theirs\n", False),
        (b"<<<<<<< yours\n", False),
        (b"=======\n", False),
        (b"", False),
    ],
)
def test_conflict_markers_are_found(text: bytes, marked: bool) -> None:
    assert has_conflict_markers(text) is marked
