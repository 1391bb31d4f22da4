"""The rules about a README's structure and links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from terrapants.findings.finding import Finding
from terrapants.hcl.paths import join_path
from terrapants.readme.description import description
from terrapants.readme.findings import (
    ANCHORS,
    DESCRIPTION,
    LINKS,
    README_STUB,
    SECTIONS,
    TITLE,
    new_finding,
)
from terrapants.readme.markdown_page import Link, MarkdownPage

MARKDOWN = (".md", ".markdown")


@dataclass(frozen=True)
class LinkTarget:
    """A relative link. `path` is relative to the repository's root, "" for the root itself.

    `path` is None where the link leads out of the repository, and the page's own path where the
    link has a fragment only.
    """

    path: str | None
    fragment: str


def link_target(link: Link, page_path: str) -> LinkTarget | None:
    """Where a link of a page leads; None for a link to another site."""
    try:
        parts = urlsplit(link.target)
    except ValueError:
        return None
    if parts.scheme or parts.netloc:
        return None
    path = unquote(parts.path)
    if not path:
        return LinkTarget(page_path, parts.fragment)
    # A leading slash is the repository's root on the usual hosts.
    directory = "" if path.startswith("/") else page_path.rpartition("/")[0]
    return LinkTarget(join_path(directory, path.lstrip("/") or "."), parts.fragment)


def is_hidden(path: str) -> bool:
    """Whether a path is in a hidden directory, whose files Pants ignores by default."""
    return any(part.startswith(".") for part in path.split("/")[:-1])


def linked_paths(page: MarkdownPage, path: str) -> tuple[str, ...]:
    """The paths in the repository that a page links to, without its own."""
    targets = (link_target(link, path) for link in page.links)
    found = {target.path for target in targets if target and target.path and target.path != path}
    return tuple(sorted(found))


def check_structure(
    page: MarkdownPage,
    written: MarkdownPage,
    path: str,
    sections: Sequence[str],
    minimum_words: int,
) -> Iterator[Finding]:
    """What is missing in a README.

    :param written: the page without the tables that terraform-docs writes.
    :param sections: the titles of the sections that must be there, in this order.
    :param minimum_words: with fewer words of prose the README is a stub.
    """
    if written.words < minimum_words:
        words = f"{written.words} word{'' if written.words == 1 else 's'}"
        yield new_finding(
            README_STUB,
            path,
            0,
            f"found {words} of prose, expected at least {minimum_words}",
        )
    first = written.headings[0] if written.headings else None
    if first is None or first.level != 1 or not first.text:
        yield new_finding(
            TITLE,
            path,
            first.line if first else 1,
            f"found {_heading_text(first.level, first.text) if first else 'no heading'}, expected "
            'a title such as "# VPC" first',
        )
    elif description(written) is None:
        yield new_finding(
            DESCRIPTION,
            path,
            first.line,
            "found no paragraph between the title and the first section, nor one in a section "
            '"Description", expected what the module is',
        )
    yield from _check_sections(page, path, sections)


def _heading_text(level: int, text: str) -> str:
    return f'"{"#" * level} {text}"'


def _check_sections(page: MarkdownPage, path: str, sections: Sequence[str]) -> Iterator[Finding]:
    lines: dict[str, int] = {}
    for heading in page.headings:
        lines.setdefault(heading.text.casefold(), heading.line)
    last = (0, "")
    for section in sections:
        line = lines.get(section.casefold())
        if line is None:
            yield new_finding(SECTIONS, path, 0, f'found no section "{section}"')
        elif line < last[0]:
            yield new_finding(
                SECTIONS, path, line, f'found "{section}" before "{last[1]}", expected it after'
            )
        else:
            last = (line, section)


def check_links(
    page: MarkdownPage,
    path: str,
    existing: Iterable[str],
    other_pages: Mapping[str, MarkdownPage],
) -> Iterator[Finding]:
    """Links that lead nowhere.

    :param existing: the existing files and directories among `linked_paths`.
    :param other_pages: the Markdown files among them, by path.
    """
    known = {"", *existing}
    pages = {**other_pages, path: page}
    for link in page.links:
        target = link_target(link, path)
        if target is None:
            continue
        if target.path is None:
            yield new_finding(LINKS, path, link.line, f"{link.target} leads out of the repository")
        elif target.path not in known and target.path != path:
            if not is_hidden(target.path):
                yield new_finding(
                    LINKS,
                    path,
                    link.line,
                    f"{link.target} leads to {target.path}, which does not exist",
                )
        elif target.path in pages and not pages[target.path].has_anchor(target.fragment):
            where = "here" if target.path == path else f"in {target.path}"
            yield new_finding(
                ANCHORS,
                path,
                link.line,
                f"{link.target} leads to #{target.fragment}, which is neither a heading nor an "
                f"anchor {where}",
            )
