"""The settings `content` and `output.template` of terraform-docs."""

from __future__ import annotations

from collections.abc import Mapping

from terrapants.readme.terraform_docs.go_template import render

# In their order where `content` does not give another one.
SECTIONS = (
    "header",
    "requirements",
    "providers",
    "modules",
    "resources",
    "inputs",
    "outputs",
    "footer",
)
_CONTENT = ".Content"
_INCLUDE = "include"
_FIELDS = {f".{name.capitalize()}": name for name in SECTIONS}


def included_files(template: str) -> tuple[str, ...]:
    """The files that a `content` includes, relative to the module.

    :raises TemplateError: it has an action that is not supported.
    """
    files: list[str] = []

    def lookup(name: str, argument: str) -> str | None:
        if name == _INCLUDE:
            files.append(argument)
            return ""
        return "" if not argument and name in (*_FIELDS, _CONTENT) else None

    render(template, lookup)
    return tuple(files)


def render_content(
    template: str, sections: Mapping[str, str], whole: str, files: Mapping[str, str]
) -> str:
    """The content that results from a `content`.

    :param sections: the texts of `SECTIONS` by name; `whole` is all of them in their usual order.
    :param files: the texts of `included_files`.
    """

    def lookup(name: str, argument: str) -> str | None:
        if name == _INCLUDE:
            return files[argument].removesuffix("\n")
        return whole if name == _CONTENT else sections.get(_FIELDS.get(name, ""))

    return render(template, lookup).removesuffix("\n")


def render_output(template: str, content: str) -> str:
    """The text that results from an `output.template`.

    :raises TemplateError: it has an action other than `{{ .Content }}` and quoted text.
    """
    return render(template, lambda name, _: content if name == _CONTENT else None)
