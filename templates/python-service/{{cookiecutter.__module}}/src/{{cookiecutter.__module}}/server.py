"""The routes."""

from __future__ import annotations

import logging

from fastapi import FastAPI
from pydantic import BaseModel, Field

from http_service import Settings, Telemetry, create_app

NAME = "{{ cookiecutter.name }}"

logger = logging.getLogger(__name__)


class Person(BaseModel):
    name: str = Field(min_length=1, max_length=100)


class Greeting(BaseModel):
    greeting: str


def service_app(settings: Settings, telemetry: Telemetry) -> FastAPI:
    app = create_app(NAME, settings, telemetry)

    @app.post("/greetings")
    async def greet(person: Person) -> Greeting:
        """Greets a person."""
        logger.info("greeting")
        return Greeting(greeting=f"Hello, {person.name}!")

    return app
