from __future__ import annotations

from collections.abc import Iterator

import pytest

from end_to_end.checkout import Checkout


@pytest.fixture(scope="session")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checkout]:
    """A copy of the repository without any results, used by all tests of a file in their order."""
    made = Checkout(tmp_path_factory.mktemp("end_to_end"), share_tools=True)
    yield made
    made.remove()
