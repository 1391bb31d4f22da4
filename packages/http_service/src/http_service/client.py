from __future__ import annotations

from typing import Any

import httpx
from opentelemetry.instrumentation.httpx import HTTPXClientInstrumentor

from http_service.telemetry import Telemetry
from structured_logging import current_correlation_id


def client(telemetry: Telemetry, **options: Any) -> httpx.AsyncClient:
    """A client whose requests carry the correlation ID and the W3C trace context of the caller.

    `options` are those of `httpx.AsyncClient`.
    """
    created = httpx.AsyncClient(**options)
    created.event_hooks["request"].append(_add_correlation_id)
    HTTPXClientInstrumentor.instrument_client(
        created,
        tracer_provider=telemetry.tracer_provider,
        meter_provider=telemetry.meter_provider,
    )
    return created


async def _add_correlation_id(request: httpx.Request) -> None:
    correlation_id = current_correlation_id()
    if correlation_id is not None:
        request.headers.setdefault("X-Request-ID", correlation_id)
