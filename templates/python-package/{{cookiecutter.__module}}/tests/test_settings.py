from __future__ import annotations

import pytest

from {{ cookiecutter.__module }} import settings

ENDPOINT = "https://api.example.com/v1"


def test_defaults() -> None:
    read = settings.read_settings(endpoint=ENDPOINT)
    assert str(read.endpoint) == ENDPOINT
    assert (read.timeout_seconds, read.attempts) == (10.0, 3)


def test_every_variable_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(settings.PREFIX + "ENDPOINT", "http://localhost:8080/v1")
    monkeypatch.setenv(settings.PREFIX + "TIMEOUT_SECONDS", "2.5")
    monkeypatch.setenv(settings.PREFIX + "ATTEMPTS", "1")
    read = settings.read_settings()
    assert str(read.endpoint) == "http://localhost:8080/v1"
    assert (read.timeout_seconds, read.attempts) == (2.5, 1)
    assert settings.read_settings(attempts=2).attempts == 2


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ENDPOINT", ""),
        ("ENDPOINT", "api.example.com"),
        ("ENDPOINT", "file:///etc/passwd"),
        ("TIMEOUT_SECONDS", "soon"),
        ("TIMEOUT_SECONDS", "0"),
        ("TIMEOUT_SECONDS", "inf"),
        ("ATTEMPTS", "0"),
        ("ATTEMPTS", "1.5"),
    ],
)
def test_invalid_variables_are_named(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(settings.PREFIX + "ENDPOINT", ENDPOINT)
    monkeypatch.setenv(settings.PREFIX + name, value)
    with pytest.raises(settings.SettingsError, match=f"^{settings.PREFIX}{name}: "):
        settings.read_settings()


def test_every_problem_is_named_without_its_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(settings.PREFIX + "ATTEMPTS", "hunter2x")
    with pytest.raises(settings.SettingsError) as error:
        settings.read_settings()
    assert str(error.value).split("; ")[0] == f"{settings.PREFIX}ENDPOINT: Field required"
    assert f"; {settings.PREFIX}ATTEMPTS: " in str(error.value)
    assert "hunter2x" not in str(error.value)
