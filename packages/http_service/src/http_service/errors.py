"""Errors as JSON: `{"error": "…"}`, with one sentence that says what is wrong."""

from __future__ import annotations

import json

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse
from starlette.types import Send


class Error(BaseModel):
    """What went wrong, in one sentence."""

    error: str


def add_error_handlers(app: FastAPI) -> None:
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(RequestValidationError, _invalid_request)


async def send_error(send: Send, status: int, error: str, *, close: bool = False) -> None:
    """Sends the start of the response and its body; the caller ends it with an empty message."""
    body = json.dumps({"error": error}).encode()
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
    ]
    if close:
        headers.append((b"connection", b"close"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": True})


async def end_response(send: Send) -> None:
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _http_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101
    message = str(error.detail)
    if message == "Not Found":
        message = f"nothing is at {request.url.path}"
    elif message == "Method Not Allowed":
        message = f"{request.method} is not allowed at {request.url.path}"
    elif message == "There was an error parsing the body":
        message = (
            "the body cannot be read: as JSON it is nested too deeply, or has too long a number"
        )
    return JSONResponse({"error": message}, error.status_code, error.headers)


async def _invalid_request(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101
    found = error.errors()
    for each in found:
        if each["type"] == "json_invalid":
            reason = each.get("ctx", {}).get("error", "it cannot be parsed")
            message = f"the body is not JSON: {reason} (character {each['loc'][-1]})"
            return JSONResponse({"error": message}, 400)
    message = "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in found)
    return JSONResponse({"error": message}, 422)
