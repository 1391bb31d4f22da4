from __future__ import annotations

import pytest

from terrapants.readme.terraform_docs.urls import find_urls


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("none", []),
        ("a: b", []),
        ("see https://example.com/a\\_b.", ["https://example.com/a\\_b"]),
        ("(https://example.com/a_(b))", ["https://example.com/a_(b)"]),
        ("[x](https://example.com/?q=1#f)", ["https://example.com/?q=1#f"]),
        ("HTTP://example.com", ["HTTP://example.com"]),
        ("https://a.example, ftp://b.example!", ["https://a.example", "ftp://b.example"]),
        ("https://example.com/é", ["https://example.com/é"]),
        ("mailto:a\\_b@example.com", ["mailto:a\\_b@example.com"]),
        # No registered scheme.
        ("gs://bucket\\_name", []),
        ("https:// nothing", []),
    ],
)
def test_found(text: str, urls: list[str]) -> None:
    assert find_urls(text) == urls
