"""JUnit XML documents."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree

# What XML 1.0 forbids ("Characters" in the recommendation).
_FORBIDDEN = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """The text without the characters that XML cannot represent."""
    return _FORBIDDEN.sub("", text)


def document(suites: ElementTree.Element) -> bytes:
    """The `testsuites` element as an indented document in UTF-8."""
    ElementTree.indent(suites)
    content: bytes = ElementTree.tostring(suites, encoding="utf-8", xml_declaration=True)
    return content + b"\n"
