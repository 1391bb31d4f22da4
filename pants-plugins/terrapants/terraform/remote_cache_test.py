from __future__ import annotations

import pytest

from terrapants.terraform.remote_cache import failures

WHY = (
    "The daemon of Pants said why when it happened first; with `--no-pantsd`, Pants says it again."
)


@pytest.mark.parametrize(
    ("reads", "writes", "said"),
    [
        (0, 0, ""),
        (1, 0, "did not answer 1 request, so those processes ran here."),
        (0, 2, "did not store 2 results."),
        (3, 1, "did not answer 3 requests, so those processes ran here, and it did not store"),
    ],
)
def test_what_failed_in_a_command(reads: int, writes: int, said: str) -> None:
    counted = {"remote_cache_read_errors": reads, "remote_cache_write_errors": writes}
    # Pants leaves out what did not happen.
    metrics = {name: number for name, number in counted.items() if number}
    text = failures("grpcs://cache:8980", metrics)
    if not said:
        assert text == ""
    else:
        assert text.startswith(f"The remote cache grpcs://cache:8980 {said}")
        assert text.endswith(f". {WHY}")
