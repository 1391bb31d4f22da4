from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terrapants.readme.terraform_docs.encoding import NotUtf8, decode_page
from terrapants.testutil.untimed import UNTIMED


@UNTIMED
@given(st.text(), st.booleans())
def test_nothing_is_lost(text: str, has_mark: bool) -> None:
    content = (codecs.BOM_UTF8 if has_mark else b"") + text.encode()
    read = decode_page(content)
    assert read.encode() == content


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        (
            b"a\nb\n\xff",
            3,
            "found the byte 0xff, which is not UTF-8. Save the file as UTF-8",
        ),
        (
            codecs.BOM_UTF16_BE + b"\0a",
            0,
            "found UTF-16, expected UTF-8. Save the file as UTF-8",
        ),
    ],
)
def test_other_encodings(content: bytes, line: int, message: str) -> None:
    with pytest.raises(NotUtf8) as caught:
        decode_page(content)
    assert (caught.value.line, str(caught.value)) == (line, message)
