from __future__ import annotations

import pytest

from benchmarks.scaling.drawing import Scale


def test_a_scale_is_logarithmic() -> None:
    scale = Scale(1, 100, start=0, end=200)
    assert [scale.at(value) for value in (1, 10, 100)] == pytest.approx([0, 100, 200])
    assert scale.ticks() == [1, 2, 5, 10, 20, 50, 100]
    assert Scale(0.3, 3, 0, 1).ticks() == [0.5, 1, 2]
