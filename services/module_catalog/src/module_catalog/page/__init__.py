"""The catalogue as pages, for people. They work without scripts."""

from __future__ import annotations

import functools
from typing import Annotated

import jinja2
from fastapi import FastAPI, Query
from starlette.responses import HTMLResponse, Response

from module_catalog.catalog import Catalog
from module_catalog.page import markdown

# Nothing is loaded from elsewhere, and nothing in a README can run.
_POLICY = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'"
_TEMPLATES = jinja2.Environment(
    loader=jinja2.PackageLoader("module_catalog.page", ""),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    # Templates are part of the program: nobody edits them while it runs.
    auto_reload=False,
    trim_blocks=True,
    lstrip_blocks=True,
)

_TEMPLATES.filters["markdown"] = markdown.description


def add_pages(app: FastAPI, catalog: Catalog) -> None:
    """Adds `/`, which searches, and `/catalog/<name>` for each module."""

    names = frozenset(module.name for module in catalog.modules)
    summaries = {module.name: markdown.summary(module.readme) for module in catalog.modules}

    @app.get("/", include_in_schema=False)
    async def search(q: Annotated[str, Query(max_length=200)] = "") -> Response:
        found = catalog.search(q)
        text = _text(
            "search.html",
            query=q,
            modules=found,
            summaries=summaries,
            total=len(catalog.modules),
        )
        return _page(text)

    # The pages that are asked for most; the catalogue never changes.
    @functools.lru_cache(maxsize=256)
    def module_page(name: str) -> str:
        module = catalog.details(name)
        readme = markdown.readme(module.readme, name, names) if module else ""
        return _text("module.html", module=module, readme=readme)

    @app.get("/catalog/{name:path}", include_in_schema=False)
    async def module(name: str) -> Response:
        details = catalog.details(name.strip("/"))
        if details is None:
            return _page(_text("missing.html", name=name), 404)
        return _page(module_page(details.name))

    style = _text("page.css")

    @app.get("/page.css", include_in_schema=False)
    async def page_style() -> Response:
        return Response(style, media_type="text/css", headers={"Cache-Control": "max-age=3600"})


def _text(template: str, **values: object) -> str:
    return _TEMPLATES.get_template(template).render(**values)


def _page(text: str, status: int = 200) -> HTMLResponse:
    return HTMLResponse(text, status, {"Content-Security-Policy": _POLICY})
