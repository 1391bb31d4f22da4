"""No message of the suite names a page of this repository: who uses the suite does not have it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = next(path for path in Path(__file__).parents if (path / "pants.toml").is_file())
PLUGINS = ROOT / "pants-plugins/terrapants"
ALLOWED = {
    # Where `[module-index].path` puts a page of the adopter's own, by default.
    "docs/modules.md": "readme/subsystem.py",
    "expected the path of a file, relative to the build root, such as docs/modules.md": (
        "readme/subsystem.py"
    ),
    # The address of a provider's pages in the registry.
    "/docs/": "readme/terraform_docs/rows.py",
}


def texts(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """The string literals of a module, those of f-strings among them, without its docstrings."""
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or id(node) in docstrings:
            continue
        if isinstance(node.value, str):
            yield node.lineno, node.value


def test_no_message_names_a_page_of_this_repository() -> None:
    modules = [path for path in PLUGINS.rglob("*.py") if not path.stem.endswith(("_test", "util"))]
    assert len(modules) > 200
    found = {
        (text, path.relative_to(PLUGINS).as_posix()): f"{path}:{line}: {text}"
        for path in modules
        for line, text in texts(ast.parse(path.read_text()))
        if "docs/" in text
    }
    assert [found[each] for each in found.keys() - ALLOWED.items()] == []
    assert ALLOWED.items() - found.keys() == set(), "an exception that is no longer needed"


def test_literals_are_found_and_docstrings_are_not() -> None:
    tree = ast.parse('"""docs/a.md"""\nx = f"see docs/b.md {y}"\ndef f():\n    "docs/c.md"\n')
    assert list(texts(tree)) == [(2, "see docs/b.md ")]
