from __future__ import annotations

from pants.engine.fs import FileContent

from terrapants.scaffold.merge_plan import Decision, Outcome
from terrapants.scaffold.report import content_lines, decision_lines, kind_lines, tree_lines
from terrapants.scaffold.template import Template, Variable


def test_a_kind_with_its_variables() -> None:
    template = Template(
        "templates/thing",
        "A thing",
        (
            Variable("name", "my-thing", "name"),
            Variable("title", "The {{ cookiecutter.name }}", "Title of the page"),
            Variable("size", "small", "size", ("small", "large")),
            Variable("public", True, "public"),
            Variable("tags", {"a": "b"}, "tags"),
        ),
        (),
    )
    assert list(kind_lines(template)) == [
        "thing  A thing",
        "  name   = my-thing",
        "  title  = (from name)  # Title of the page",
        "  size   = small | large",
        "  public = true",
        '  tags   = {"a": "b"}',
    ]


def test_files_come_before_directories() -> None:
    files = [
        FileContent(path, b"12345", is_executable=path.endswith(".sh"))
        for path in ("b/x/deep", "b/last", "a/run.sh", "z", "B")
    ]
    assert list(tree_lines("here", files)) == [
        "here/",
        "  B  5",
        "  z  5",
        "  a/",
        "    run.sh  5 (executable)",
        "  b/",
        "    last  5",
        "    x/",
        "      deep  5",
    ]


def test_contents() -> None:
    files = [FileContent("a", b"1\n2\n"), FileContent("b", b"\xff\x00")]
    assert list(content_lines("here", files)) == [
        *("", "=== here/a", "1\n2", "", "=== here/b", "(2 bytes of binary data)"),
    ]


def test_decisions() -> None:
    decisions = [
        Decision("a", Outcome.LEFT_DELETED),
        Decision("b", Outcome.CONFLICT, reason="binary"),
    ]
    assert list(decision_lines("here", decisions)) == [
        "here: merged with its template",
        "  left deleted  a",
        "  conflict      b (binary)",
    ]
    assert list(decision_lines("here", [])) == ["here: up to date with its template"]
