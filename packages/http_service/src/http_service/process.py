from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from fastapi import FastAPI
from pydantic import ValidationError

from http_service.server import AddressError, serve
from http_service.settings import Settings, problems
from http_service.telemetry import Telemetry, trace_fields
from structured_logging import configure_logging

logger = logging.getLogger(__name__)

Kind = TypeVar("Kind", bound=Settings)


def run(
    name: str,
    kind: type[Kind],
    arguments: Mapping[str, Any],
    application: Callable[[Kind, Telemetry], FastAPI],
) -> int:
    """Serves the application until a signal, and returns the exit code of the process.

    It is 1, after one line in the log, for invalid settings and for an address that cannot be
    listened on. `arguments` are settings that take precedence over the environment.
    """
    configure_logging(context=trace_fields)
    try:
        settings = kind(**arguments)
        configure_logging(settings.log_level, context=trace_fields)
        with Telemetry(name) as telemetry:
            serve(application(settings, telemetry), settings)
    except ValidationError as error:
        logger.error("%s", problems(error, kind))
    except AddressError as error:
        logger.error("%s", error)
    else:
        return 0
    return 1
