from __future__ import annotations

from typing import Literal

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Where a service listens, and what it allows a client.

    Read from environment variables, `PORT` for `port`. A subclass adds fields, and a prefix by
    `SettingsConfigDict(env_prefix="ORDERS_")`. An argument takes precedence over a variable.
    """

    # Errors never show a value: it may be a secret.
    model_config = SettingsConfigDict(hide_input_in_errors=True, frozen=True)

    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    max_connections: int = Field(default=1000, ge=1)
    max_header_bytes: int = Field(default=16 * 1024, ge=1024)
    max_body_bytes: int = Field(default=1024 * 1024, ge=0)
    # How long a client may take to send the head of a request.
    header_seconds: float = Field(default=10, gt=0)
    # How long a request may take, with its body and its response.
    request_seconds: float = Field(default=30, gt=0)
    keep_alive_seconds: int = Field(default=5, ge=1)
    # After SIGTERM: how long to go on with /readyz at 503, so that load balancers take notice.
    drain_seconds: float = Field(default=0, ge=0)
    # And then: how long requests in progress may take.
    shutdown_seconds: int = Field(default=20, ge=1)


def problems(error: ValidationError, kind: type[BaseSettings]) -> str:
    """One sentence for each invalid setting, with the name of its variable."""
    prefix = str(kind.model_config.get("env_prefix", ""))
    return "; ".join(
        f"{prefix}{'_'.join(map(str, each['loc']))}".upper() + f": {each['msg']}"
        for each in error.errors(include_url=False, include_input=False)
    )
