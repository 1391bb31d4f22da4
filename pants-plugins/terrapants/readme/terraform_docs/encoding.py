"""A page's bytes as text, and back, without a change to what is not rewritten."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

_OTHER_ENCODINGS = ((codecs.BOM_UTF16_LE, "UTF-16"), (codecs.BOM_UTF16_BE, "UTF-16"))


class PageError(Exception):
    """A page whose generated part cannot be written.

    `str()` says what is wrong; `line` is where, from 1, or 0 for the page as a whole.
    """

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


class NotUtf8(PageError):
    """A page is not UTF-8."""


@dataclass(frozen=True)
class PageText:
    """A page's text with its own line breaks, without the byte order mark it may begin with."""

    text: str
    has_byte_order_mark: bool = False

    def encode(self) -> bytes:
        mark = codecs.BOM_UTF8 if self.has_byte_order_mark else b""
        return mark + self.text.encode("utf-8")


def decode_page(content: bytes) -> PageText:
    """Reads the bytes of a page.

    :raises NotUtf8: the message says what to do.
    """
    for mark, name in _OTHER_ENCODINGS:
        if content.startswith(mark):
            raise NotUtf8(0, f"found {name}, expected UTF-8. Save the file as UTF-8")
    has_mark = content.startswith(codecs.BOM_UTF8)
    body = content[len(codecs.BOM_UTF8) :] if has_mark else content
    try:
        return PageText(body.decode("utf-8"), has_mark)
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        raise NotUtf8(
            line,
            f"found the byte 0x{body[error.start]:02x}, which is not UTF-8. Save the file as UTF-8",
        ) from None
