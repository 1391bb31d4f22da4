"""A README with its generated part brought up to date."""

from __future__ import annotations

from collections.abc import Mapping

from terrapants.readme.terraform_docs.content import (
    included_files,
    render_content,
    render_output,
)
from terrapants.readme.terraform_docs.encoding import PageText, decode_page
from terrapants.readme.terraform_docs.go_template import TemplateError
from terrapants.readme.terraform_docs.header import section_source
from terrapants.readme.terraform_docs.markers import (
    DEFAULT_MARKERS,
    MarkerError,
    Markers,
    TableStyle,
    find_generated_part,
    found_style,
    insert_generated,
)
from terrapants.readme.terraform_docs.rows import ModuleRows
from terrapants.readme.terraform_docs.settings import CONTENT, DocsSettings
from terrapants.readme.terraform_docs.tables import generate_sections


class GenerationError(Exception):
    """The settings allow no generated part; `str()` says why."""


def needed_files(settings: DocsSettings) -> tuple[str, ...]:
    """The files that the settings name, relative to the module.

    :raises GenerationError: the template of the content is not supported.
    """
    named = [settings.header_from] if settings.shows("header") else []
    named += [settings.footer_from] if settings.shows("footer") else []
    try:
        return (*named, *included_files(settings.content))
    except TemplateError as error:
        raise GenerationError(
            f"content: found {{{{ {error} }}}}, expected a section such as {{{{ .Inputs }}}}, or "
            '{{ include "file" }}'
        ) from None


def generate_readme(
    content: bytes | None,
    rows: ModuleRows,
    settings: DocsSettings,
    files: Mapping[str, str],
) -> bytes:
    """The README as it should be.

    :param content: the README as it is, None where there is none.
    :param files: the texts of `needed_files`, without those that do not exist.
    :raises GenerationError: a file is missing, or the template of the content is not supported.
    :raises PageError: the markers or the encoding of the README prevent it.
    """
    missing = [each for each in needed_files(settings) if each not in files and each != "main.tf"]
    if missing:
        raise GenerationError(f"the settings name {missing[0]}, which does not exist")
    readme = decode_page(content or b"")
    generate = _whole_file if settings.replaces else _injected
    text = generate(readme.text, rows, settings, files)
    return PageText(text, readme.has_byte_order_mark).encode()


def has_markers(text: str, settings: DocsSettings) -> bool:
    """Whether a README has a generated part, or a marker that shows that it should have one."""
    try:
        return find_generated_part(text, settings.markers).present is not None
    except MarkerError:
        return True


def _whole_file(
    text: str, rows: ModuleRows, settings: DocsSettings, files: Mapping[str, str]
) -> str:
    newline = "\r\n" if "\r\n" in text else "\n"
    whole = _content(rows, settings, files, found_style(text))
    if settings.template != "":
        whole = render_output(settings.template or _enclosed(DEFAULT_MARKERS), whole)
    return whole.replace("\n", newline)


def _injected(text: str, rows: ModuleRows, settings: DocsSettings, files: Mapping[str, str]) -> str:
    part = find_generated_part(text, settings.markers)
    style = found_style(part.present, part.markers)
    content = _content(rows, settings, files, style)
    for marker in (part.markers.begin, part.markers.end):
        if marker in content:
            raise MarkerError(0, f"the generated part would itself hold {marker}")
    template = settings.template or _enclosed(part.markers, "\n" if style.blank_at_end else "")
    block = render_output(template, content)
    return insert_generated(part, block.replace("\n", part.newline))


def _enclosed(markers: Markers, ending: str = "") -> str:
    """The template that terraform-docs uses where the settings have none."""
    return f"{markers.begin}\n{CONTENT}{ending}\n{markers.end}"


def _content(
    rows: ModuleRows, settings: DocsSettings, files: Mapping[str, str], style: TableStyle
) -> str:
    texts = {name: text.replace("\r\n", "\n") for name, text in files.items()}
    sections = generate_sections(
        rows,
        settings,
        style,
        header=section_source(settings.header_from, texts.get(settings.header_from, "")),
        footer=section_source(settings.footer_from, texts.get(settings.footer_from, "")),
    )
    content = (
        render_content(settings.content, sections.by_name, sections.content, texts)
        if settings.content
        else sections.content
    )
    return content.replace("\r\n", "\n")
