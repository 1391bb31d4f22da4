from __future__ import annotations

import asyncio
from collections.abc import Iterator

import httpx
import pytest
from fastapi import FastAPI

{% for line in ['from ' ~ cookiecutter.__module ~ '.server import service_app', 'from http_service import Settings, Telemetry'] | sort -%}
{{ line }}
{% endfor %}

@pytest.fixture
def app() -> Iterator[FastAPI]:
    with Telemetry("test") as telemetry:
        yield service_app(Settings(), telemetry)


def ask(app: FastAPI, method: str, path: str, content: bytes | None = None) -> httpx.Response:
    async def response() -> httpx.Response:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            headers = {"Content-Type": "application/json", "X-Request-ID": "3f2a-77:b"}
            return await client.request(method, path, content=content, headers=headers)

    return asyncio.run(response())


def test_greeting(app: FastAPI) -> None:
    response = ask(app, "POST", "/greetings", b'{"name": "Ada"}')
    assert (response.status_code, response.json()) == (200, {"greeting": "Hello, Ada!"})
    assert response.headers["X-Request-ID"] == "3f2a-77:b"


@pytest.mark.parametrize(
    ("content", "status", "error"),
    [
        (b'{"name": ', 400, "the body is not JSON: Expecting value (character 9)"),
        (b"{}", 422, "body.name: Field required"),
    ],
)
def test_invalid_body(app: FastAPI, content: bytes, status: int, error: str) -> None:
    response = ask(app, "POST", "/greetings", content)
    assert (response.status_code, response.json()) == (status, {"error": error})


def test_unknown_path_is_not_found(app: FastAPI) -> None:
    response = ask(app, "GET", "/no%20thing")
    assert (response.status_code, response.json()) == (404, {"error": "nothing is at /no thing"})


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics", "/openapi.json"])
def test_what_operators_ask_for_is_there(app: FastAPI, path: str) -> None:
    assert ask(app, "GET", path).status_code == 200
