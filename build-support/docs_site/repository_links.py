"""Links to files of the repository that are no pages: the site has these as text.

Where the pages are read in the repository itself, such links lead to the files. Whether these exist
is for tests/repository/links_test.py; that a link within docs/ leads to a page is for Sphinx.
"""

from __future__ import annotations

import posixpath
from urllib.parse import unquote, urlsplit

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.typing import ExtensionMetadata

# All that is below it is part of the site.
PAGES = "docs/"


def path_in_repository(target: str, page: str) -> str:
    """What a link leads to, or "" if that is no file of the repository.

    :param page: the path of the page with the link.
    """
    parts = urlsplit(target)
    if parts.scheme or parts.netloc or not parts.path:
        return ""
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(parts.path)))


class LinksToFiles(SphinxPostTransform):
    """Before MyST warns of them."""

    default_priority = 5

    def run(self, **_: object) -> None:
        for link in list(self.document.findall(pending_xref)):
            if link["reftype"] != "myst" or link["reftarget"] in self.env.all_docs:
                continue
            if link["refdomain"] == "doc":
                # A page that Sphinx sees, but that is no part of the site.
                path = f"{link['reftarget']}.md"
            else:
                path = path_in_repository(link["reftarget"], link["refdoc"])
            if path and not (path + "/").startswith(PAGES):
                link.replace_self(as_text(link, path))


def as_text(link: nodes.Element, path: str) -> nodes.Element:
    """The text of the link, then what it led to, unless the text says so."""
    text = nodes.inline(classes=["repository-file"])
    text += [child.deepcopy() for child in link.children]
    if posixpath.basename(path) not in link.astext():
        text += [nodes.Text(" ("), nodes.literal(path, path), nodes.Text(")")]
    return text


def setup(app: Sphinx) -> ExtensionMetadata:
    app.add_post_transform(LinksToFiles)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
