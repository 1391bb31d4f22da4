from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request, Response
from opentelemetry.instrumentation.asgi import OpenTelemetryMiddleware
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from starlette.responses import JSONResponse
from starlette.routing import Match
from starlette.types import ASGIApp, Receive, Scope, Send

from http_service.errors import Error, add_error_handlers
from http_service.limits import Limits
from http_service.requests import PROBES, CorrelationIds, RequestLog
from http_service.settings import Settings
from http_service.telemetry import Telemetry


def create_app(name: str, settings: Settings, telemetry: Telemetry, **options: Any) -> FastAPI:
    """An application with `/healthz`, `/readyz`, `/metrics` and `/openapi.json`, to add routes to.

    `options` are those of FastAPI. Its `state.health` is a dictionary that `/healthz` adds to its
    response; `state.ready` says whether `/readyz` answers 200.
    """
    app = FastAPI(
        title=name,
        # These pages load scripts from elsewhere; the description itself is at /openapi.json.
        docs_url=None,
        redoc_url=None,
        responses={422: {"model": Error}, 500: {"model": Error}},
        **options,
    )
    app.state.health = {}
    app.state.ready = True
    app.add_api_route("/healthz", _health, summary="Whether the process is alive")
    app.add_api_route("/readyz", _readiness, summary="Whether it takes requests")

    async def metrics() -> Response:
        return Response(generate_latest(telemetry.registry), media_type=CONTENT_TYPE_LATEST)

    app.add_api_route("/metrics", metrics, summary="Metrics, as Prometheus reads them")
    add_error_handlers(app)
    # The last one added is the first to see a request.
    app.add_middleware(HeadAsGet)
    app.add_middleware(Limits, settings=settings)
    app.add_middleware(RequestLog)
    app.add_middleware(
        OpenTelemetryMiddleware,
        tracer_provider=telemetry.tracer_provider,
        meter_provider=telemetry.meter_provider,
        excluded_urls=",".join(f"{path}$" for path in sorted(PROBES)),
        exclude_spans=["receive", "send"],
        default_span_details=lambda scope: _span_details(app, scope),
        server_request_hook=_hide_query,
    )
    app.add_middleware(CorrelationIds)
    return app


class HeadAsGet:
    """Answers HEAD as GET, for which there are routes. The server leaves out the body."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] == "HEAD":
            as_get = {**scope, "method": "GET"}
            await self._app(as_get, receive, send)
        else:
            await self._app(scope, receive, send)


async def _health(request: Request) -> JSONResponse:
    return JSONResponse({"status": "ok", **request.app.state.health})


async def _readiness(request: Request) -> JSONResponse:
    if request.app.state.ready:
        return JSONResponse({"status": "ready"})
    return JSONResponse({"status": "stopping"}, 503)


def _span_details(app: FastAPI, scope: Scope) -> tuple[str, dict[str, str]]:
    """Spans and metrics are named by the route, not the path: of those there is no end."""
    for route in app.router.routes:
        if route.matches(scope)[0] is not Match.NONE:
            path = getattr(route, "path", None)
            if path:
                return f"{scope['method']} {path}", {"http.route": path}
    return str(scope["method"]), {}


def _hide_query(span: Any, scope: Scope) -> None:
    """A query may hold secrets, which have no place in a trace."""
    if scope["query_string"] and span.is_recording():
        span.set_attribute("url.query", "[redacted]")
