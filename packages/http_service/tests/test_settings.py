from __future__ import annotations

import pytest
from pydantic import SecretStr, ValidationError
from pydantic_settings import SettingsConfigDict

from http_service import Settings
from http_service.settings import problems


class Orders(Settings):
    model_config = SettingsConfigDict(env_prefix="ORDERS_")

    key: SecretStr


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ORDERS_PORT", "8081")
    monkeypatch.setenv("ORDERS_KEY", "hunter2x")
    settings = Orders(host="::1")  # type: ignore[call-arg]
    assert (settings.port, settings.host) == (8081, "::1")
    assert "hunter2x" not in repr(settings)


def test_every_problem_is_named_without_its_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ORDERS_PORT", "99999")
    monkeypatch.setenv("ORDERS_LOG_LEVEL", "hunter2x")
    with pytest.raises(ValidationError) as raised:
        Orders()  # type: ignore[call-arg]
    assert problems(raised.value, Orders).split("; ") == [
        "ORDERS_PORT: Input should be less than or equal to 65535",
        "ORDERS_LOG_LEVEL: Input should be 'DEBUG', 'INFO', 'WARNING' or 'ERROR'",
        "ORDERS_KEY: Field required",
    ]
    assert "hunter2x" not in str(raised.value)
