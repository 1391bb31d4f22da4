"""Settings that are read from environment variables."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

PREFIX = "{{ cookiecutter.__module | upper }}_"


class SettingsError(ValueError):
    """An invalid variable. The message has its name, its value and what is expected."""


@dataclass(frozen=True)
class Settings:
    """Where to connect, how long to wait for a response, and how often to try."""

    endpoint: str
    timeout_seconds: float = 10.0
    attempts: int = 3

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Settings:
        """Reads the variables that start with `PREFIX`; raises SettingsError."""
        return cls(
            endpoint=_url(environment, "ENDPOINT"),
            timeout_seconds=_seconds(environment, "TIMEOUT_SECONDS", cls.timeout_seconds),
            attempts=_count(environment, "ATTEMPTS", cls.attempts),
        )


def _url(environment: Mapping[str, str], name: str) -> str:
    text = environment.get(PREFIX + name, "")
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise SettingsError(f"{PREFIX}{name} is {text!r}: expected an http or https URL")
    return text


def _seconds(environment: Mapping[str, str], name: str, default: float) -> float:
    text = environment.get(PREFIX + name, str(default))
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds < math.inf:
        raise SettingsError(f"{PREFIX}{name} is {text!r}: expected a number of seconds above 0")
    return seconds


def _count(environment: Mapping[str, str], name: str, default: int) -> int:
    text = environment.get(PREFIX + name, str(default))
    if not text.isdecimal() or int(text) < 1:
        raise SettingsError(f"{PREFIX}{name} is {text!r}: expected a whole number above 0")
    return int(text)
