from __future__ import annotations

import pytest

from terrapants.readme.content_template import (
    included_files,
    render_content,
    render_output,
)
from terrapants.readme.go_template import TemplateError

SECTIONS = {"inputs": "I", "outputs": "O", "header": ""}
FILES = {"a.md": "text\n\n", "b/c.tf": "x"}


@pytest.mark.parametrize(
    ("template", "content"),
    [
        ("", ""),
        ("{{ .Inputs }} and {{.Outputs}}\n", "I and O"),
        ("{{ .Content }}", "ALL"),
        ("a {{- .Inputs }} b", "aI b"),
        ("a\n\n{{- /* why */ -}}\n b", "ab"),
        ("a\n{{- .Header }}\n{{ .Inputs -}}\n\nb", "a\nIb"),
        ('{{ include "a.md" }}|{{ include `b/c.tf` }}', "text\n|x"),
        ('```hcl\n{{ include "b/c.tf" }}\n```', "```hcl\nx\n```"),
    ],
)
def test_render(template: str, content: str) -> None:
    assert render_content(template, SECTIONS, "ALL", FILES) == content


def test_included_files() -> None:
    assert included_files('{{ include "a.md" }}{{ .Inputs }}{{ include `b` }}') == ("a.md", "b")


@pytest.mark.parametrize(
    "action",
    ["range .Module.Inputs", ".Module.Header", "if true", "include x", 'printf "%s"', 'other "a"'],
)
def test_other_actions(action: str) -> None:
    with pytest.raises(TemplateError) as caught:
        included_files(f"a {{{{ {action} }}}}")
    assert str(caught.value) == action


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{{ .Content }}", "C"),
        ('a\n{{ .Content }}\n{{- printf "\\n" -}}\n', "a\nC\n"),
        ('{{ "x" }}{{ `y` }}{{/* z */}}', "xy"),
    ],
)
def test_output(template: str, text: str) -> None:
    assert render_output(template, "C") == text


def test_output_has_no_sections() -> None:
    with pytest.raises(TemplateError):
        render_output("{{ .Inputs }}", "C")
