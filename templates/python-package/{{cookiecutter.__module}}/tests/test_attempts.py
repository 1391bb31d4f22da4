from __future__ import annotations

import io
import json
from collections.abc import Iterator

import pytest

{% for line in ['from ' ~ cookiecutter.__module ~ ' import attempt, read_settings', 'from structured_logging import configure_logging, correlation'] | sort -%}
{{ line }}
{% endfor %}
SETTINGS = read_settings(endpoint="https://api.example.com", attempts=3)


class Action:
    """Fails so many times."""

    def __init__(self, failures: int) -> None:
        self.failures = failures
        self.calls = 0

    def __call__(self) -> int:
        self.calls += 1
        if self.calls <= self.failures:
            raise ConnectionRefusedError("nobody listens")
        return self.calls


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    stream = io.StringIO()
    configure_logging(stream=stream)
    yield stream
    configure_logging()


def test_success_is_not_repeated(log: io.StringIO) -> None:
    assert attempt(Action(failures=0), SETTINGS) == 1
    assert log.getvalue() == ""


def test_failures_are_repeated_and_logged(log: io.StringIO) -> None:
    with correlation("order-7"):
        assert attempt(Action(failures=2), SETTINGS) == 3
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    assert [
        (line["message"], line["attempt"], line["error"], line["correlation_id"]) for line in lines
    ] == [
        ("attempt failed", 1, "nobody listens", "order-7"),
        ("attempt failed", 2, "nobody listens", "order-7"),
    ]


def test_the_last_failure_is_raised(log: io.StringIO) -> None:
    action = Action(failures=4)
    with pytest.raises(ConnectionRefusedError):
        attempt(action, SETTINGS)
    assert action.calls == 3
    assert len(log.getvalue().splitlines()) == 2
