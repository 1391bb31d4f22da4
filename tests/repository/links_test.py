"""Each link of the documentation to a file, or to a heading, of this repository leads somewhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

from terrapants.readme.markdown_page import MarkdownPage, read_page

ROOT = next(path for path in Path(__file__).parents if (path / "pants.toml").is_file())
# Of other files under templates/, and of what is generated, others say whether their links hold.
PLACES = (
    "*.md",
    "docs/**/*.md",
    "changes/*.md",
    "packages/*/*.md",
    "services/*/*.md",
    "pants-plugins/*.md",
)


def pages(root: Path) -> list[Path]:
    return sorted({path for place in PLACES for path in root.glob(place)})


def dead_links(page: Path, root: Path) -> Iterator[str]:
    """As `<page>:<line>: <target>`."""
    for link in read_page(page.read_text()).links:
        target, _, fragment = link.target.partition("#")
        if "://" in target or target.startswith("mailto:"):
            continue
        path = (page.parent / unquote(target)).resolve() if target else page
        inside = path == root.resolve() or root.resolve() in path.parents
        if not (inside and path.exists() and (not fragment or has_anchor(path, fragment))):
            yield f"{page.relative_to(root)}:{link.line}: {link.target}"


def has_anchor(path: Path, fragment: str) -> bool:
    return path.suffix == ".md" and anchors(path).has_anchor(fragment)


def anchors(path: Path) -> MarkdownPage:
    return read_page(path.read_text())


def test_no_link_is_dead() -> None:
    found = pages(ROOT)
    assert ROOT / "docs/index.md" in found
    assert len(found) > 20
    assert [dead for page in found for dead in dead_links(page, ROOT)] == []


@pytest.mark.parametrize(
    ("link", "dead"),
    [
        ("a.md", False),
        ("a.md#the-heading", False),
        ("#top-of-this", False),
        ("https://example.com/no", False),
        ("b.md", True),
        ("a.md#another-heading", True),
        ("#another", True),
        ("../../outside.md", True),
    ],
)
def test_dead_links_are_found(tmp_path: Path, link: str, dead: bool) -> None:
    root = tmp_path / "repository"
    (root / "docs").mkdir(parents=True)
    (tmp_path / "outside.md").write_text("# Outside\n")
    (root / "docs/a.md").write_text("# The heading\n")
    page = root / "docs/page.md"
    page.write_text(f"# Top of this\n\nSee [there]({link}).\n")
    assert list(dead_links(page, root)) == ([f"docs/page.md:3: {link}"] if dead else [])
