from __future__ import annotations

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from http_service import Settings

PREFIX = "{{ cookiecutter.__module | upper }}_"


class ServiceSettings(Settings):
    """Settings that are read from environment variables that start with `PREFIX`."""

    model_config = SettingsConfigDict(env_prefix=PREFIX)

    port: int = Field(default={{ cookiecutter.port }}, ge=0, le=65535)
