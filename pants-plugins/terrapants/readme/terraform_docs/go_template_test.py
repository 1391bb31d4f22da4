from __future__ import annotations

import pytest

from terrapants.readme.terraform_docs.go_template import TemplateError, render


def lookup(name: str, argument: str) -> str | None:
    return {".A": "a", "shout": argument.upper()}.get(name)


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("plain { } }}", "plain { } }}"),
        ("{{ .A }}{{.A}}", "aa"),
        ("1 \n {{- .A }} 2", "1a 2"),
        ("1 {{ .A -}} \n\n 2", "1 a2"),
        ("{{- .A -}}", "a"),
        ('{{ "q\\"\\n" }}{{ printf `x\\n` }}', 'q"\nx\\n'),
        ('{{ shout "b" }}', "B"),
        ("1{{/* two\nlines */}}2", "12"),
    ],
)
def test_render(template: str, text: str) -> None:
    assert render(template, lookup) == text


@pytest.mark.parametrize("action", [".B", "if .A", "whisper `b`", 'printf "%d"', '"\\x"', "-1"])
def test_what_is_not_supported(action: str) -> None:
    with pytest.raises(TemplateError) as caught:
        render(f"{{{{ {action} }}}}", lookup)
    assert str(caught.value) == action
