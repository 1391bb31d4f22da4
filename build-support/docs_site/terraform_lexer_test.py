from __future__ import annotations

import pytest
from pygments.token import Token

from terraform_lexer import TerraformLexer


@pytest.mark.parametrize(
    ("text", "token", "value"),
    [
        ('run "a" {', Token.Keyword, "run"),
        ("name = 1", Token.Name.Attribute, "name"),
        ('x = "${var.a["b"]} c"', Token.Literal.String, " c"),
        ("x = true", Token.Keyword.Constant, "true"),
        ("x = <<-EOT\n  y\n  EOT\n", Token.Literal.String.Heredoc, "\n  y\n  "),
        ("x = a # b", Token.Comment.Single, "# b"),
        ("ids = a.*.id …", Token.Text, "…"),
    ],
)
def test_tokens(text: str, token: object, value: str) -> None:
    tokens = list(TerraformLexer().get_tokens(text))
    assert (token, value) in tokens
    assert Token.Error not in {kind for kind, _ in tokens}
    assert "".join(part for _, part in tokens).rstrip() == text.rstrip()
