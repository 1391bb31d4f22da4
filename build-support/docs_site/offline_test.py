from __future__ import annotations

import pytest

from offline import loads


@pytest.mark.parametrize(
    "text",
    [
        '<link rel="stylesheet" href="//example.com/a.css">',
        '<iframe src="http://example.com">',
        "@import 'https://example.com/a.css';",
        "@font-face { src: url(https://example.com/a.woff2) }",
        '<svg><image xlink:href="https://example.com/a.png"/></svg>',
    ],
)
def test_what_is_loaded_is_found(text: str) -> None:
    assert len(loads(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        '<a href="https://example.com">there</a>',
        '<img src="../_images/a.svg">',
        '<svg xmlns="http://www.w3.org/2000/svg"></svg>',
        "a { background: url(data:image/svg+xml;base64,AAAA) }",
    ],
)
def test_what_is_not_loaded_is_not(text: str) -> None:
    assert loads(text) == []
