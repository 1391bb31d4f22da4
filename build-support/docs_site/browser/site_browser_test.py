"""The site of the documentation, in a browser."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import expect

from services.module_catalog.tests.browser.browser import opened

SITE = Path("docs/site")
PHONE = 390


class Handler(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    handler = partial(Handler, directory=str(SITE))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def pages() -> list[str]:
    """Without the first one, which leads to another."""
    paths = (path.relative_to(SITE) for path in SITE.rglob("*.html"))
    return sorted(
        path.as_posix()
        for path in paths
        if path.parts[0] != "_static" and path != Path("index.html")
    )


@pytest.mark.parametrize("width", [1280, 768, PHONE])
def test_no_page_is_wider_than_the_window(url: str, width: int) -> None:
    assert "docs/index.html" in pages()
    assert len(pages()) > 40
    wide = []
    with opened(width, 844) as page:
        for path in pages():
            page.goto(f"{url}/{path}")
            if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                wide.append(path)
    assert wide == []


def test_pictures_of_terminals_are_legible_on_a_phone(url: str) -> None:
    with opened(PHONE, 844) as page:
        page.goto(f"{url}/docs/index.html")
        picture = page.get_by_role("main").get_by_role("img").first
        size = picture.bounding_box()
        # A line of a hundred characters.
        assert size
        assert size["width"] > 600


def test_the_search_finds_words_of_a_message(url: str) -> None:
    with opened(1280, 844) as page:
        page.goto(f"{url}/docs/index.html")
        page.get_by_role("textbox", name="Search").fill("baseline")
        page.keyboard.press("Enter")
        found = page.locator("#search-results").get_by_role("listitem")
        expect(found.filter(has_text="Format and validate").first).to_be_visible()
        # It shows the sentences around each.
        page.wait_for_load_state("networkidle")
