"""The catalogue as pages, for people. They work without scripts."""

from __future__ import annotations

from typing import Annotated

import jinja2
from fastapi import FastAPI, Query
from markdown_it import MarkdownIt
from starlette.responses import HTMLResponse, Response

from module_catalog.catalog import Catalog

# Nothing is loaded from elsewhere, and nothing in a README can run.
_POLICY = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'"
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
_TEMPLATES = jinja2.Environment(
    loader=jinja2.PackageLoader("module_catalog.page", ""),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)

_TEMPLATES.filters["markdown"] = _MARKDOWN.render


def add_pages(app: FastAPI, catalog: Catalog) -> None:
    """Adds `/`, which searches, and `/catalog/<name>` for each module."""

    @app.get("/", include_in_schema=False)
    async def search(q: Annotated[str, Query(max_length=200)] = "") -> Response:
        found = catalog.search(q)
        return _page("search.html", query=q, modules=found, total=len(catalog.modules))

    @app.get("/catalog/{name:path}", include_in_schema=False)
    async def module(name: str) -> Response:
        details = catalog.details(name.strip("/"))
        if details is None:
            return _page("missing.html", 404, name=name)
        return _page("module.html", module=details)

    @app.get("/page.css", include_in_schema=False)
    async def style() -> Response:
        text = _TEMPLATES.get_template("page.css").render()
        return Response(text, media_type="text/css", headers={"Cache-Control": "max-age=3600"})


def _page(template: str, status: int = 200, **values: object) -> HTMLResponse:
    text = _TEMPLATES.get_template(template).render(**values)
    return HTMLResponse(text, status, {"Content-Security-Policy": _POLICY})
