"""What a README says that its module is, as a person who leafs through it would find it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from terrapants.readme.heading_anchors import slug
from terrapants.readme.markdown_page import Heading, MarkdownPage, Paragraph

# Sections about the module as a whole.
_ABOUT = frozenset(
    (
        *("about", "description", "general", "intro", "introduction", "module-description"),
        *("overview", "purpose", "summary", "what-is-this", "what-it-does", "what-this-does"),
    )
)
# Sections whose first words are about something else.
_NOT_ABOUT = re.compile(
    r"(?:author|badge|caveat|change|code-of|contribut|credit|data-source|deploy|develop"
    r"|example|faq|getting-started|how-to|input|install|known|licen[cs]e|limitation|maintain"
    r"|modules\Z|note|output|prerequisite|provider|quick|release|requirement|resources\Z|sponsor"
    r"|table-of|tests?\Z|testing|troubleshoot|upgrad|usage|using|version)"
)
_NOTE = re.compile(
    r"\W*(?:attention|caution|danger|deprecated|important|info|note|tip|todo|warning)\b\W*?[:!\u2013-]",
    re.IGNORECASE,
)
# A point after one of these ends no sentence.
_SENTENCE = re.compile(
    r".*?(?<!\be\.g)(?<!\bi\.e)(?<!\betc)(?<!\bvs)(?<!\bcf)(?<!\bincl)(?<!\bapprox)[.!?](?=\s|$)",
    re.DOTALL,
)


def description(page: MarkdownPage) -> Paragraph | None:
    """The first paragraph of prose below the title, or in a section such as "Description".

    Badges, images, links alone and notes are no prose. Where a page has none below its title, what
    stands above the title counts.
    """
    title = page.headings[0] if page.headings else None
    before = None
    for paragraph, heading in _prose(page):
        if heading is None:
            before = before or paragraph
        elif (heading is title and title.level == 1) or slug(heading.text).strip("-") in _ABOUT:
            return paragraph
    return before


def one_line_description(page: MarkdownPage) -> str:
    """The first sentence of the description, for a list; "" where nothing says what the module is.

    Where there is no description, this is the first paragraph of any section that is not about
    something else, such as "Usage".
    """
    found = description(page) or next(
        (
            paragraph
            for paragraph, heading in _prose(page)
            if heading is not None and not _NOT_ABOUT.match(slug(heading.text).strip("-"))
        ),
        None,
    )
    if found is None:
        return ""
    sentence = _SENTENCE.match(found.text)
    return sentence[0] if sentence else found.text


def _prose(page: MarkdownPage) -> Iterator[tuple[Paragraph, Heading | None]]:
    """Each paragraph of prose, with the heading above it."""
    for paragraph in page.paragraphs:
        if paragraph.text and not paragraph.only_links and not _NOTE.match(paragraph.text):
            above = [each for each in page.headings if each.line < paragraph.line]
            yield paragraph, above[-1] if above else None
