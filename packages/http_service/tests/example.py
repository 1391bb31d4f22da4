"""A service for the tests: it greets, fails, waits, and asks another one."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import AsyncIterator

from fastapi import FastAPI
from pydantic import BaseModel, Field
from pydantic_settings import SettingsConfigDict
from starlette.responses import StreamingResponse

from http_service import Settings, Telemetry, client, create_app, run

logger = logging.getLogger("example")


class ExampleSettings(Settings):
    model_config = SettingsConfigDict(env_prefix="EXAMPLE_")

    name: str = "example"
    upstream: str = ""


class Person(BaseModel):
    name: str = Field(min_length=1)


def application(settings: ExampleSettings, telemetry: Telemetry) -> FastAPI:
    app = create_app(settings.name, settings, telemetry)
    another = client(telemetry, base_url=settings.upstream, trust_env=False)

    @app.post("/greetings")
    async def greet(person: Person) -> dict[str, str]:
        logger.info("greeting")
        return {"greeting": f"Hello, {person.name}!"}

    @app.get("/forwarded/{name}")
    async def forward(name: str) -> dict[str, str]:
        logger.info("forwarding")
        response = await another.post("/greetings", json={"name": name})
        return dict(response.json())

    @app.get("/failing")
    async def fail() -> None:
        raise LookupError("no such thing")

    @app.get("/waiting")
    async def wait(seconds: float) -> dict[str, float]:
        logger.info("waiting")
        await asyncio.sleep(seconds)
        return {"waited": seconds}

    @app.get("/long")
    async def long() -> StreamingResponse:
        async def parts() -> AsyncIterator[bytes]:
            for _ in range(1000):
                yield b"x" * 65536

        return StreamingResponse(parts())

    return app


if __name__ == "__main__":
    sys.exit(run(ExampleSettings().name, ExampleSettings, {}, application))
