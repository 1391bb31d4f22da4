from __future__ import annotations

import pytest

from terrapants.readme.terraform_docs.content import included_files, render_output
from terrapants.readme.terraform_docs.go_template import TemplateError


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


def test_output_has_no_sections() -> None:
    with pytest.raises(TemplateError):
        render_output("{{ .Inputs }}", "C")
