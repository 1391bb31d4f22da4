"""The changelog of the site also has what is not released yet: the files in changes/."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

PAGE = "CHANGELOG"
# Towncrier writes each release below it.
MARK = "<!-- towncrier -->\n"
TITLE = "Not released yet"


def kinds(configuration: str) -> dict[str, str]:
    """The heading for each kind of change, in the order of the changelog.

    :param configuration: the text of pyproject.toml.
    """
    found = tomllib.loads(configuration)["tool"]["towncrier"]["fragment"]
    return {kind: each["name"] for kind, each in found.items()}


def section(fragments: Mapping[str, str], headings: Mapping[str, str]) -> str:
    """In Markdown; empty where there is nothing.

    :param fragments: the texts of changes by the names of their files, `<words>.<kind>.md`.
    :param headings: by kind.
    """
    parts = []
    for kind, heading in headings.items():
        texts = _of_kind(fragments, kind)
        if texts:
            parts += [f"### {heading}", "\n".join(f"- {text}" for text in texts)]
    return "\n\n".join((f"## {TITLE}", *parts)) + "\n" if parts else ""


def _of_kind(fragments: Mapping[str, str], kind: str) -> Iterable[str]:
    return [
        text.strip().replace("\n", "\n  ")
        for name, text in sorted(fragments.items())
        if name.endswith(f".{kind}.md")
    ]


def add_section(app: Sphinx, page: str, content: list[str]) -> None:
    if page != PAGE:
        return
    root = Path(app.srcdir)
    files = [*root.glob("changes/*.*.md"), root / "pyproject.toml"]
    texts = {path.name: path.read_text(encoding="utf-8") for path in files}
    for path in files:
        app.env.note_dependency(path)
    added = section(texts, kinds(texts["pyproject.toml"]))
    content[0] = content[0].replace(MARK, f"{MARK}\n{added}", 1)


def setup(app: Sphinx) -> ExtensionMetadata:
    app.connect("source-read", add_section)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
