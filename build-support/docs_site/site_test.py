"""Sites made with this configuration: what is whole passes, and what is not fails."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pygments.styles import get_style_by_name
from pygments.token import Text

import conf

HERE = Path(__file__).parent
PAGES = {
    "docs/index.md": (
        "# First\n\n## Users\n\n- [Page](a.md)\n- [Modules](modules.md)\n"
        "- [Reference](reference.md)\n- [Changelog](../CHANGELOG.md)\n"
    ),
    "docs/a.md": (
        "# Page\n\n## The heading\n\nSee [there](#the-heading), [back](index.md#users), "
        "[the options](../pants.toml) and [`BUILD`](../docs/../BUILD).\n\n"
        '```terraform\nrun "x" {\n  y = "${var.z}"\n}\n```\n'
    ),
    "docs/modules.md": "# Modules\n\n| m |\n| --- |\n| [m](../infra-packages/m/README.md) |\n",
    "docs/reference.md": "# Reference\n",
    "infra-packages/m/README.md": "# The module\n\nSee [all](../../docs/modules.md).\n",
    "CHANGELOG.md": "# Changelog\n\n<!-- towncrier -->\n",
    "changes/a.added.md": "A goal.\n",
    "changes/README.md": "# Changes\n",
    "pyproject.toml": '[tool.towncrier.fragment.added]\nname = "New"\n',
}
Build = Callable[[dict[str, str]], "subprocess.CompletedProcess[str]"]


@pytest.fixture
def build(tmp_path: Path) -> Build:
    def run(changes: dict[str, str]) -> subprocess.CompletedProcess[str]:
        for path, text in {**PAGES, **changes}.items():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(text)
        configuration = tmp_path / "configuration"
        shutil.copytree(HERE, configuration)
        command = "-m sphinx --builder=html --fail-on-warning --keep-going --quiet --no-color"
        return subprocess.run(
            [sys.executable, *command.split(), f"--conf-dir={configuration}", ".", "site"],
            cwd=tmp_path,
            capture_output=True,
            text=True,
        )

    return run


def test_a_whole_site(build: Build, tmp_path: Path) -> None:
    result = build({})
    assert (result.returncode, result.stderr) == (0, "")
    page = (tmp_path / "site/docs/a.html").read_text()
    assert 'href="index.html#users"' in page
    assert 'href="../infra-packages/m/README.html"' in page, "the navigation has the module"
    # Files of the repository are no links.
    assert "pants.toml" in page
    assert 'pants.toml"' not in page
    assert (tmp_path / "site/searchindex.js").is_file()
    changelog = (tmp_path / "site/CHANGELOG.html").read_text()
    assert "<p>A goal.</p>" in changelog
    assert "<h2>Not released yet<" in changelog
    assert "docs/index.html" in (tmp_path / "site/index.html").read_text()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"docs/b.md": "# Lost\n"}, "docs/b.md: WARNING: document isn't included in any toctree"),
        ({"docs/a.md": "# Page\n\n[no](b.md)\n"}, "docs/a.md:3: WARNING: "),
        ({"docs/a.md": "# Page\n\n[no](index.md#nothing)\n"}, "docs/a.md:3: WARNING: "),
        ({"docs/a.md": "# Page\n\n[no](#nothing)\n"}, "docs/a.md:3: WARNING: "),
        (
            {"docs/a.md": '# Page\n\n<script src="https://example.com/a.js"></script>\n'},
            "docs/a.html: <script src=https://example.com/a.js>",
        ),
        (
            {"docs/a.md": "# Page\n\n![picture](https://example.com/a.png)\n"},
            "docs/a.html: <img src=https://example.com/a.png>",
        ),
    ],
)
def test_what_is_not_whole_fails(build: Build, changes: dict[str, str], words: str) -> None:
    result = build(changes)
    assert result.returncode == 1
    assert words in result.stderr


def luminance(colour: str) -> float:
    """As WCAG 2 defines it, of `rrggbb`."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("name", [conf.pygments_style, conf.pygments_dark_style])
def test_code_is_legible(name: str) -> None:
    style = get_style_by_name(name)
    background = luminance(style.background_color.lstrip("#"))
    for token, found in style:
        if found["color"] and token is not Text.Whitespace:
            dark, light = sorted((luminance(found["color"]), background))
            assert (light + 0.05) / (dark + 0.05) >= 4.5, token
