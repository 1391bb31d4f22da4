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
from terrapants.readme.terraform_docs.tables import GeneratedSections, generate_sections
from terrapants.readme.terraform_docs.unmarked import adopt_unmarked, without_repeated


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
    whole = _content(_sections(rows, settings, files, found_style(text)), settings, files)
    if settings.template != "":
        whole = render_output(settings.template or _enclosed(DEFAULT_MARKERS), whole)
    return whole.replace("\n", newline)


def _injected(text: str, rows: ModuleRows, settings: DocsSettings, files: Mapping[str, str]) -> str:
    found = find_generated_part(text, settings.markers)
    part = adopt_unmarked(found, settings.markers)
    style = found_style(part.present, part.markers)
    sections = _sections(rows, settings, files, style)
    if part is not found:
        part = without_repeated(part, sections.by_name["header"], sections.by_name["footer"])
    content = _content(sections, settings, files)
    for marker in (part.markers.begin, part.markers.end):
        if marker in content:
            raise MarkerError(0, f"the generated part would itself hold {marker}")
    template = settings.template or _enclosed(part.markers, "\n" if style.blank_at_end else "")
    block = render_output(template, content)
    return insert_generated(part, block.replace("\n", part.newline))


def _enclosed(markers: Markers, ending: str = "") -> str:
    """The template that terraform-docs uses where the settings have none."""
    return f"{markers.begin}\n{CONTENT}{ending}\n{markers.end}"


def _sections(
    rows: ModuleRows, settings: DocsSettings, files: Mapping[str, str], style: TableStyle
) -> GeneratedSections:
    texts = _with_short_line_ends(files)
    return generate_sections(
        rows,
        settings,
        style,
        header=section_source(settings.header_from, texts.get(settings.header_from, "")),
        footer=section_source(settings.footer_from, texts.get(settings.footer_from, "")),
    )


def _content(sections: GeneratedSections, settings: DocsSettings, files: Mapping[str, str]) -> str:
    content = (
        render_content(
            settings.content, sections.by_name, sections.content, _with_short_line_ends(files)
        )
        if settings.content
        else sections.content
    )
    return content.replace("\r\n", "\n")


def _with_short_line_ends(files: Mapping[str, str]) -> dict[str, str]:
    return {name: text.replace("\r\n", "\n") for name, text in files.items()}
