from __future__ import annotations

import re
from pathlib import Path

import pytest

from benchmarks.scaling.feature import Feature, blocks, joined

FEATURES = sorted(path.stem for path in (Path(__file__).parent / "features").glob("*.txt"))


@pytest.mark.parametrize("name", FEATURES)
def test_no_placeholder_is_left(name: str) -> None:
    feature = Feature.read(name).filled({"@source": "../key", "@other": "clock"})
    assert feature.sections
    left = set(re.findall(r"@\w+", str(feature.named("access_log", 7).sections)))
    assert left <= {"@dataclass"}


def test_placeholders() -> None:
    feature = Feature({"body": "@name, @words, @number, @policy", "tests/@name.json": "{}"})
    named = feature.named("access_log", 13)
    assert named.sections["body"] == "access_log, access log, 13, shared-3"
    assert named.files == {"tests/access_log.json": "{}\n"}


def test_sections_are_joined_by_an_empty_line() -> None:
    features = [Feature({"body": "a"}), Feature({"tests": "x"}), Feature({"body": "b\n"})]
    assert joined("body", features) == "a\n\nb\n"
    assert blocks("", "a") == "a\n"
