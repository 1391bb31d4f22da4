from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from http_service import Settings, Telemetry
from module_catalog.catalog import Catalog, Input, Module, Output, Provider
from module_catalog.server import catalog_app

MODULES = [
    Module(name="aws/vpc", required_version=">= 1.9", calls=("aws/kms-key",)),
    Module(
        name="aws/kms-key",
        providers={"aws": Provider(source="hashicorp/aws", version="~> 5.0")},
        inputs=(Input(name="aliases", description="Names.", type="set(string)", default="[]"),),
        outputs=(Output(name="key_arn"),),
        readme="# Key\n",
    ),
]
SUMMARY = {
    "name": "aws/kms-key",
    "required_version": None,
    "providers": {"aws": {"source": "hashicorp/aws", "version": "~> 5.0"}},
}
KMS_KEY = {
    **SUMMARY,
    "inputs": [
        {
            "name": "aliases",
            "description": "Names.",
            "type": "set(string)",
            "default": "[]",
            "sensitive": False,
        }
    ],
    "outputs": [{"name": "key_arn", "description": "", "sensitive": False}],
    "readme": "# Key\n",
    "calls": [],
    "called_by": ["aws/vpc"],
}


class Client:
    """Asks the application itself, without a server."""

    def __init__(self, app: FastAPI) -> None:
        self._transport = httpx.ASGITransport(app)

    def get(self, path: str) -> httpx.Response:
        return self.ask("GET", path)

    def ask(self, method: str, path: str) -> httpx.Response:
        return asyncio.run(self._ask(method, path))

    async def _ask(self, method: str, path: str) -> httpx.Response:
        async with httpx.AsyncClient(transport=self._transport, base_url="http://test") as client:
            return await client.request(method, path)


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with Telemetry("module-catalog") as telemetry:
        yield Client(catalog_app(Catalog(MODULES), Settings(), telemetry))


@pytest.mark.parametrize(
    ("path", "status", "body"),
    [
        ("/healthz", 200, {"status": "ok", "modules": 2}),
        ("/readyz", 200, {"status": "ready"}),
        ("/modules/aws/kms-key", 200, KMS_KEY),
        ("/modules/aws%2Fkms-key?verbose=1", 200, KMS_KEY),
        ("/modules/aws/kms-key/", 200, KMS_KEY),
        ("/modules?q=alias", 200, {"modules": [SUMMARY]}),
        ("/modules/?q=nothing", 200, {"modules": []}),
        ("/modules/aws/nothing", 404, {"error": "no module is named aws/nothing"}),
        ("/nothing", 404, {"error": "nothing is at /nothing"}),
    ],
)
def test_answers(client: Client, path: str, status: int, body: Any) -> None:
    response = client.get(path)
    assert response.status_code == status
    assert response.headers["Content-Type"] == "application/json"
    assert response.json() == body


def test_modules_are_listed_by_name(client: Client) -> None:
    assert [module["name"] for module in client.get("/modules").json()["modules"]] == [
        "aws/kms-key",
        "aws/vpc",
    ]


def test_other_methods_are_refused(client: Client) -> None:
    response = client.ask("POST", "/modules")
    assert response.status_code == 405
    assert response.headers["Allow"] == "GET"
    assert response.json() == {"error": "POST is not allowed at /modules"}


def test_openapi_describes_every_route(client: Client) -> None:
    described = client.get("/openapi.json").json()
    assert described["paths"].keys() >= {"/modules", "/modules/{name}", "/healthz", "/metrics"}
    details = described["components"]["schemas"]["ModuleDetails"]["properties"]
    assert details.keys() == KMS_KEY.keys()
