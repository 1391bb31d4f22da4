from __future__ import annotations

import pytest

from {{ cookiecutter.__module }} import settings

ENDPOINT = {settings.PREFIX + "ENDPOINT": "https://api.example.com"}


def test_defaults() -> None:
    read = settings.Settings.from_environment({**ENDPOINT, "UNRELATED": "x"})
    assert read == settings.Settings("https://api.example.com", 10.0, 3)


def test_every_variable_is_read() -> None:
    environment = {
        settings.PREFIX + "ENDPOINT": "http://localhost:8080/v1",
        settings.PREFIX + "TIMEOUT_SECONDS": "2.5",
        settings.PREFIX + "ATTEMPTS": "1",
    }
    read = settings.Settings.from_environment(environment)
    assert read == settings.Settings("http://localhost:8080/v1", 2.5, 1)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("ENDPOINT", "", "an http or https URL"),
        ("ENDPOINT", "api.example.com", "an http or https URL"),
        ("ENDPOINT", "file:///etc/passwd", "an http or https URL"),
        ("TIMEOUT_SECONDS", "soon", "a number of seconds above 0"),
        ("TIMEOUT_SECONDS", "0", "a number of seconds above 0"),
        ("TIMEOUT_SECONDS", "inf", "a number of seconds above 0"),
        ("ATTEMPTS", "0", "a whole number above 0"),
        ("ATTEMPTS", "1.5", "a whole number above 0"),
    ],
)
def test_invalid_variables_are_named(name: str, value: str, expected: str) -> None:
    environment = {**ENDPOINT, settings.PREFIX + name: value}
    with pytest.raises(settings.SettingsError) as error:
        settings.Settings.from_environment(environment)
    assert str(error.value) == f"{settings.PREFIX}{name} is {value!r}: expected {expected}"
