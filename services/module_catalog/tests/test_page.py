from __future__ import annotations

import asyncio
from collections.abc import Iterator
from html.parser import HTMLParser

import httpx
import pytest
from fastapi import FastAPI

from http_service import Settings, Telemetry
from module_catalog.catalog import Catalog, Input, Module, Output
from module_catalog.server import catalog_app

HOSTILE = "<script>alert(1)</script>"
MODULES = [
    Module(name="aws/vpc", calls=("aws/key",), readme=f"# VPC\n\n{HOSTILE}\n\n[x](javascript:x)\n"),
    Module(
        name="aws/key",
        inputs=(
            Input(name="aliases", description=HOSTILE, type="set(string)", default="[]"),
            Input(name="owner", sensitive=True),
        ),
        outputs=(Output(name="key_arn", description="`ARN` of the key."),),
        readme="| a |\n| --- |\n| *b* |\n",
    ),
]


class Page(HTMLParser):
    """The text and the links of a page, and which elements it has."""

    def __init__(self, response: httpx.Response) -> None:
        super().__init__()
        self.links: list[str] = []
        self.elements: set[str] = set()
        self._text: list[str] = []
        assert response.headers["Content-Type"] == "text/html; charset=utf-8"
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]
        self.feed(response.text)
        self.text = " ".join(" ".join(self._text).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        target = dict(attrs).get("href")
        if tag == "a" and target:
            self.links.append(target)

    def handle_data(self, data: str) -> None:
        self._text.append(data)


@pytest.fixture(scope="module")
def app() -> Iterator[FastAPI]:
    with Telemetry("module-catalog") as telemetry:
        yield catalog_app(Catalog(MODULES), Settings(), telemetry)


def get(app: FastAPI, path: str) -> httpx.Response:
    async def response() -> httpx.Response:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            return await client.get(path)

    return asyncio.run(response())


def test_search_lists_modules_with_links(app: FastAPI) -> None:
    page = Page(get(app, "/"))
    assert "2 of 2 modules" in page.text
    assert page.links == ["/", "/catalog/aws/key", "/catalog/aws/vpc"]
    assert Page(get(app, "/?q=ALIAS+key")).links == ["/", "/catalog/aws/key"]


def test_search_without_a_result_says_so(app: FastAPI) -> None:
    page = Page(get(app, "/?q=%22%3E%3Cscript%3E"))
    assert "0 of 2 modules No module contains all of these words." in page.text
    assert "script" not in page.elements


def test_search_that_is_too_long_is_refused(app: FastAPI) -> None:
    response = get(app, f"/?q={'x' * 201}")
    assert response.status_code == 422
    assert response.json() == {"error": "query.q: String should have at most 200 characters"}


def test_module_has_inputs_outputs_readme_and_callers(app: FastAPI) -> None:
    page = Page(get(app, "/catalog/aws/key"))
    assert "Called by aws/vpc Calls none" in page.text
    assert f"aliases {HOSTILE} set(string) , default []" in page.text
    assert "owner required sensitive any" in page.text
    assert "key_arn ARN of the key." in page.text
    assert {"table", "em"} <= page.elements
    assert "script" not in page.elements
    assert "/catalog/aws/vpc" in page.links


def test_nothing_in_a_readme_can_run(app: FastAPI) -> None:
    page = Page(get(app, "/catalog/aws/vpc"))
    assert HOSTILE in page.text
    assert "script" not in page.elements
    assert not any(link.startswith("javascript") for link in page.links)


def test_unknown_module_is_a_page_too(app: FastAPI) -> None:
    response = get(app, f"/catalog/{HOSTILE}")
    assert response.status_code == 404
    page = Page(response)
    assert f"No module is named {HOSTILE} ." in page.text
    assert "script" not in page.elements


def test_style_is_served(app: FastAPI) -> None:
    assert get(app, "/page.css").headers["Content-Type"].startswith("text/css")
