"""Anchors as GitHub gives them."""

from __future__ import annotations

import pytest

from terrapants.readme.heading_anchors import slug
from terrapants.readme.markdown_page import read_page


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Use it, now!", "use-it-now"),
        ("`aws_s3_bucket` & more", "aws_s3_bucket--more"),
        ("Ünïcode Ärger", "ünïcode-ärger"),
        ("\u2699\ufe0f Settings", "\ufe0f-settings"),
        ("\U0001f680 Start", "-start"),
        (":rocket: Start", "rocket-start"),
        ("m\u00b2 and H\u2082O", "m-and-ho"),
        ("\u00bd price", "-price"),
        ("Cafe\u0301", "cafe\u0301"),
        ("\u2167 and \u24d0", "\u2177-and-\u24d0"),
        ("a\u203fb c\u00a0d", "a\u203fb-cd"),
        ("\u0928\u093f", "\u0928\u093f"),
        ("\u0663 things", "\u0663-things"),
        ("v1.2.3 - notes", "v123---notes"),
    ],
)
def test_slugs(heading: str, expected: str) -> None:
    assert slug(heading) == expected


PAGE = """\
# T

<a name="usage"></a>
## Usage

## Usage

## Usage 1

## Usage

## <a id="Own"></a> Anchored

## \u2699\ufe0f Settings

## m\u00b2

Two
lines
-----

<h3>In HTML</h3>
"""


@pytest.mark.parametrize(
    ("fragment", "is_there"),
    [
        ("", True),
        ("top", True),
        ("Top", True),
        ("usage", True),
        ("Usage", True),
        ("usage-1", True),
        # The heading "Usage 1" comes after the second "Usage".
        ("usage-1-1", True),
        ("usage-2", True),
        ("usage-3", False),
        ("user-content-usage", True),
        ("user-content-gone", False),
        ("Own", True),
        ("-anchored", True),
        ("%EF%B8%8F-settings", True),
        ("settings", False),
        ("m", True),
        ("m%C2%B2", False),
        ("twolines", True),
        ("in-html", True),
        ("L3-L5", True),
        ("use", False),
    ],
)
def test_fragments(fragment: str, is_there: bool) -> None:
    assert read_page(PAGE).has_anchor(fragment) is is_there
