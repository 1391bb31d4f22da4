"""Highlights Terraform's language: the lexer of Pygments takes much of it, such as a `run` block,
for an error.
"""

from __future__ import annotations

from typing import Any, ClassVar

from pygments.lexer import RegexLexer, bygroups, include
from pygments.token import (
    Comment,
    Keyword,
    Name,
    Number,
    Operator,
    Punctuation,
    String,
    Text,
    Whitespace,
)
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata


class TerraformLexer(RegexLexer):  # type: ignore[misc]
    name = "Terraform's language"

    tokens: ClassVar[dict[str, list[Any]]] = {
        "root": [include("body")],
        "body": [
            (r"\s+", Whitespace),
            (r"(?:#|//).*", Comment.Single),
            (r"/\*[\s\S]*?\*/", Comment.Multiline),
            (
                r"(<<[-~]?)(\w+)([^\n]*\n[\s\S]*?\n[ \t]*)(\2)\b",
                bygroups(Operator, String.Delimiter, String.Heredoc, String.Delimiter),
            ),
            # The head of a block: `resource "aws_vpc" "this" {`.
            (r'([a-z][\w-]*)(?=(?:[ \t]+"[^"\n]*")*[ \t]*\{)', Keyword),
            (r"([A-Za-z_][\w-]*)(\s*)(=)(?![=>])", bygroups(Name.Attribute, Whitespace, Operator)),
            (r"\b(?:true|false|null)\b", Keyword.Constant),
            (r"\b(?:for|in|if)\b", Keyword),
            (
                r"\b(?:bool|number|string|any|list|set|map|object|tuple|optional)\b(?!\s*=)",
                Keyword.Type,
            ),
            (r"([A-Za-z_][\w-]*)(\()", bygroups(Name.Function, Punctuation)),
            (r"\d+(?:\.\d+)?", Number),
            (r"[A-Za-z_][\w-]*", Name),
            (r'"', String, "string"),
            (r"[=!<>]=?|=>|&&|\|\||[-+*/%?:]|\.{3}", Operator),
            (r"[][{}(),.;]", Punctuation),
            # `…`, of what is left out.
            (r".", Text),
        ],
        "string": [
            (r'"', String, "#pop"),
            (r"\\.|\$\$\{|%%\{", String.Escape),
            (r"[$%]\{", String.Interpol, "interpolation"),
            (r'[^"\\$%\n]+|[$%]', String),
            (r"\n", Whitespace, "#pop"),
        ],
        "interpolation": [
            (r"\{", Punctuation, "#push"),
            (r"\}", String.Interpol, "#pop"),
            include("body"),
        ],
    }


def setup(app: Sphinx) -> ExtensionMetadata:
    for name in ("terraform", "hcl"):
        app.add_lexer(name, TerraformLexer)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
