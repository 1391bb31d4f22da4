from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from remote_cache.checkout import Checkout
from remote_cache.server import Server, running


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp("server")) as started:
        yield started


@pytest.fixture(scope="module")
def ci(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """A checkout that has filled the cache, as CI does."""
    checkout = Checkout(tmp_path_factory.mktemp("ci"), {}, "one", "two")
    finished = checkout.pants("tf-test", "::", **server.options(write=True))
    assert finished.exit_code == 0, finished.stdout + finished.stderr
    assert finished.warnings == []
    return checkout


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path
