"""Settings that are read from environment variables."""

from __future__ import annotations

from typing import Any

from pydantic import Field, HttpUrl, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "{{ cookiecutter.__module | upper }}_"


class SettingsError(ValueError):
    """Invalid variables. The message names each of them, and never shows a value."""


class Settings(BaseSettings):
    """Where to connect, how long to wait for a response, and how often to try."""

    # A value may be a secret.
    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, hide_input_in_errors=True)

    endpoint: HttpUrl
    timeout_seconds: float = Field(default=10.0, gt=0, allow_inf_nan=False)
    attempts: int = Field(default=3, ge=1)


def read_settings(**arguments: Any) -> Settings:
    """Reads the variables that start with `PREFIX`; arguments take precedence.

    Raises SettingsError.
    """
    try:
        return Settings(**arguments)
    except ValidationError as error:
        problems = (
            f"{PREFIX}{'_'.join(map(str, each['loc'])).upper()}: {each['msg']}"
            for each in error.errors(include_url=False, include_input=False)
        )
        raise SettingsError("; ".join(problems)) from None
