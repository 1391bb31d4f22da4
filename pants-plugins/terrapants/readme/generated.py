"""A README with its generated part made anew."""

from __future__ import annotations

from collections.abc import Mapping

from terrapants.readme.content_template import (
    included_files,
    render_content,
    render_output,
)
from terrapants.readme.docs_settings import CONTENT, DocsSettings
from terrapants.readme.go_template import TemplateError
from terrapants.readme.header import section_source
from terrapants.readme.markers import (
    DEFAULT_MARKERS,
    MarkerError,
    TableStyle,
    find_generated_part,
    found_style,
    insert_generated,
)
from terrapants.readme.module_docs import ModuleDocs
from terrapants.readme.readme_text import ReadmeText, decode_readme
from terrapants.readme.tables import generate_sections


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
    docs: ModuleDocs,
    settings: DocsSettings,
    files: Mapping[str, str],
) -> bytes:
    """The README as it should be.

    :param content: the README as it is, None where there is none.
    :param files: the texts of `needed_files`; those that do not exist are not in it.
    :raises GenerationError: a file is missing, or the template of the content is not supported.
    :raises PageError: markers or the encoding stand in the way.
    """
    missing = [each for each in needed_files(settings) if each not in files and each != "main.tf"]
    if missing:
        raise GenerationError(f"the settings name {missing[0]}, which does not exist")
    readme = decode_readme(content or b"")
    text = _generated_text(readme.text, docs, settings, files)
    return ReadmeText(text, readme.has_byte_order_mark).encode()


def has_markers(text: str, settings: DocsSettings) -> bool:
    """Whether a README has a generated part, or should have: then it has a marker."""
    try:
        return find_generated_part(text, settings.markers).present is not None
    except MarkerError:
        return True


def _generated_text(
    text: str, docs: ModuleDocs, settings: DocsSettings, files: Mapping[str, str]
) -> str:
    if settings.replaces:
        newline = "\r\n" if "\r\n" in text else "\n"
        markers = DEFAULT_MARKERS
        block = _content(docs, settings, files, found_style(text))
        if settings.template != "":
            template = settings.template or f"{markers.begin}\n{CONTENT}\n{markers.end}"
            block = render_output(template, block)
        return block.replace("\n", newline)
    part = find_generated_part(text, settings.markers)
    style = found_style(part.present, part.markers)
    content = _content(docs, settings, files, style)
    for marker in (part.markers.begin, part.markers.end):
        if marker in content:
            raise MarkerError(0, f"the generated part would itself hold {marker}")
    blank = "\n" if style.blank_at_end else ""
    usual = f"{part.markers.begin}\n{CONTENT}{blank}\n{part.markers.end}"
    template = settings.template or usual
    block = render_output(template, content)
    return insert_generated(part, block.replace("\n", part.newline))


def _content(
    docs: ModuleDocs, settings: DocsSettings, files: Mapping[str, str], style: TableStyle
) -> str:
    texts = {name: text.replace("\r\n", "\n") for name, text in files.items()}
    sections = generate_sections(
        docs,
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
