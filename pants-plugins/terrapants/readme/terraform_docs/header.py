"""The header and footer of the generated part, from the files that the settings name."""

from __future__ import annotations

FORMATS = (".adoc", ".md", ".tf", ".txt")
_COMMENT = ("/*", "*")


def leading_comment(text: str) -> str:
    """The text of the comment a Terraform file begins with, "" where it begins otherwise.

    Like terraform-docs, this reads the first lines that begin with `/*` or `*`. A line of the
    comment without an asterisk ends it.
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
    """The header or footer in a file: the leading comment of a `*.tf` file, all of another one."""
    return leading_comment(text) if path.endswith(".tf") else text
