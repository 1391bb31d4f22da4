"""The header and footer of the generated part, and where they come from."""

from __future__ import annotations

FORMATS = (".adoc", ".md", ".tf", ".txt")
_COMMENT = ("/*", "*")


def leading_comment(text: str) -> str:
    """The text of the comment a Terraform file begins with, "" where it begins otherwise.

    As terraform-docs reads it: the first lines that begin with `/*` or `*`. A line of the comment
    without an asterisk ends it.
    """
    lines = []
    for line in text.split("\n"):
        bare = line.strip()
        if not bare.startswith(_COMMENT):
            break
        if bare.startswith(("/*", "*/")):
            continue
        lines.append("" if bare == "*" else line.lstrip(" ").rstrip("\r\n").removeprefix("* "))
    return "\n".join(lines)


def section_source(path: str, text: str) -> str:
    """The header or footer that a file gives: its leading comment, or, not being HCL, all of it."""
    return leading_comment(text) if path.endswith(".tf") else text
