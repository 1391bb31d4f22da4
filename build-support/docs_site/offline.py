"""Fails the build if a page would load anything from the network."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.typing import ExtensionMetadata

_log = logging.getLogger(__name__)

_ELSEWHERE = re.compile(r"\s*(?:[a-z]+:)?//", re.IGNORECASE)
_IN_STYLES = re.compile(
    r"""(?:url\(\s*["']?|@import\s+["'])((?:[a-z]+:)?//[^"')\s]+)""", re.IGNORECASE
)
# What a browser does not load until somebody follows it.
_FOLLOWED = frozenset({"a", "area"})
_ADDRESSES = frozenset({"src", "href", "xlink:href", "data", "poster", "srcset", "action"})


class _Loads(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in _ADDRESSES and tag not in _FOLLOWED and _ELSEWHERE.match(value or ""):
                self.found.append(f"<{tag} {name}={value}>")


def loads(text: str) -> list[str]:
    """What a page, a style sheet or a picture loads from elsewhere."""
    page = _Loads()
    page.feed(text)
    return [*page.found, *_IN_STYLES.findall(text)]


def loads_of_site(site: Path) -> Iterator[str]:
    """As `<file>: <what it loads>`."""
    for path in sorted(site.rglob("*")):
        if path.suffix in (".html", ".css", ".svg"):
            for found in loads(path.read_text(encoding="utf-8")):
                yield f"{path.relative_to(site)}: {found}"


def check(app: Sphinx, exception: Exception | None) -> None:
    if exception is None:
        for found in loads_of_site(Path(app.outdir)):
            _log.warning("it would be loaded from the network: %s", found, type="offline")


def setup(app: Sphinx) -> ExtensionMetadata:
    app.connect("build-finished", check)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
