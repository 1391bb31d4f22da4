from __future__ import annotations

import http.client
import json
import logging
import threading
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from module_catalog.catalog import Catalog, Module, Provider
from module_catalog.server import CatalogServer

MODULES = [
    Module("aws/vpc", ">= 1.9"),
    Module("aws/kms-key", None, {"aws": Provider("hashicorp/aws", "~> 5.0")}),
]
KMS_KEY = {
    "name": "aws/kms-key",
    "required_version": None,
    "providers": {"aws": {"source": "hashicorp/aws", "version": "~> 5.0"}},
}


@pytest.fixture
def server() -> Iterator[CatalogServer]:
    with CatalogServer(("127.0.0.1", 0), Catalog(MODULES)) as server:
        thread = threading.Thread(target=server.serve_forever, args=[0.01])
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def request(
    server: CatalogServer, path: str, method: str = "GET", request_id: str | None = None
) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    with closing(connection):
        connection.request(method, path, headers={"X-Request-ID": request_id} if request_id else {})
        response = connection.getresponse()
        return response, response.read()


@pytest.mark.parametrize(
    ("path", "status", "body"),
    [
        ("/healthz", 200, {"status": "ok", "modules": 2}),
        ("/modules/aws/kms-key", 200, KMS_KEY),
        ("/modules/aws%2Fkms-key?verbose=1", 200, KMS_KEY),
        ("/modules/aws/nothing", 404, {"error": "no module is named aws/nothing"}),
        ("/", 404, {"error": "nothing is at /"}),
        ("/metrics", 404, {"error": "nothing is at /metrics"}),
    ],
)
def test_answers(server: CatalogServer, path: str, status: int, body: Any) -> None:
    response, content = request(server, path)
    assert response.status == status
    assert response.headers["Content-Type"] == "application/json"
    assert json.loads(content) == body


def test_modules_are_listed_by_name(server: CatalogServer) -> None:
    _, content = request(server, "/modules")
    assert [module["name"] for module in json.loads(content)["modules"]] == [
        "aws/kms-key",
        "aws/vpc",
    ]


def test_head_has_the_headers_and_no_body(server: CatalogServer) -> None:
    response, content = request(server, "/healthz", method="HEAD")
    assert response.status == 200
    assert int(response.headers["Content-Length"]) > 0
    assert content == b""


def test_other_methods_are_refused(server: CatalogServer) -> None:
    response, _ = request(server, "/modules", method="POST")
    assert response.status == 501


def test_failure_is_answered_and_logged(
    server: CatalogServer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.delattr(server, "catalog")
    response, content = request(server, "/modules")
    assert response.status == 500
    assert json.loads(content) == {"error": "internal error"}
    assert any(record.exc_info for record in caplog.records)


def test_request_id_comes_back(server: CatalogServer) -> None:
    response, _ = request(server, "/healthz", request_id="3f2a-77:b")
    assert response.headers["X-Request-ID"] == "3f2a-77:b"


@pytest.mark.parametrize("request_id", [None, "x" * 129, 'a"b', "a b"])
def test_request_without_a_usable_id_gets_one(
    server: CatalogServer, request_id: str | None
) -> None:
    response, _ = request(server, "/healthz", request_id=request_id)
    assert response.headers["X-Request-ID"] not in (None, "", request_id)


def test_each_request_is_logged_once(
    server: CatalogServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    request(server, "/modules/aws/nothing")
    server.shutdown()
    server.server_close()
    (record,) = caplog.records
    fields = vars(record)
    assert (fields["method"], fields["path"], fields["status"]) == (
        "GET",
        "/modules/aws/nothing",
        404,
    )
