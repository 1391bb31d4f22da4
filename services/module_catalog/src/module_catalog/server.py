"""The catalogue over HTTP."""

from __future__ import annotations

from fastapi import FastAPI
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from http_service import Error, Settings, Telemetry, create_app
from module_catalog.catalog import Catalog, Module, ModuleDetails, ModuleSummary
from module_catalog.page import add_pages


class Modules(BaseModel):
    modules: list[ModuleSummary]


def catalog_app(catalog: Catalog, settings: Settings, telemetry: Telemetry) -> FastAPI:
    app = create_app(
        "module-catalog",
        settings,
        telemetry,
        description="The catalogue of the repository's Terraform modules.",
    )
    app.state.health["modules"] = len(catalog.modules)
    summaries = {module.name: _summary(module) for module in catalog.modules}

    @app.get("/modules/", include_in_schema=False)
    @app.get("/modules")
    async def list_modules(q: str = "") -> Modules:
        """Every module, or those in which each word of `q` occurs, by name."""
        return Modules(modules=[summaries[module.name] for module in catalog.search(q)])

    @app.get("/modules/{name:path}", responses={404: {"model": Error}})
    async def get_module(name: str) -> ModuleDetails:
        """One module: what it needs, takes and gives, and which modules call it."""
        module = catalog.details(name.strip("/"))
        if module is None:
            raise HTTPException(404, f"no module is named {name}")
        return module

    add_pages(app, catalog)
    return app


def _summary(module: Module) -> ModuleSummary:
    return ModuleSummary(
        name=module.name, required_version=module.required_version, providers=module.providers
    )
