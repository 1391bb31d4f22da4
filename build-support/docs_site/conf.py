"""Sphinx' configuration for the site of the documentation: docs/developing/site.md."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

project = "terrapants"
author = "The authors of terrapants"
# A page of the site has the path of its file in the repository.
root_doc = "docs/index"
include_patterns = [
    "docs/**",
    "infra-packages/**/README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
]
# Sphinx looks through all other directories. In a sandbox, a hidden one leads to all that Pants has
# installed.
exclude_patterns = [".*", "**/.*", "__site", "dist"]
extensions = [
    "myst_parser",
    "sphinx_copybutton",
    "navigation",
    "offline",
    "redirect",
    "repository_links",
    "terraform_lexer",
    "unreleased",
]

# Pages are written for GitHub too: nothing but its Markdown.
myst_enable_extensions = ["alert", "strikethrough"]
myst_heading_anchors = 6
# Sphinx warns of what it cannot highlight, and most blocks are what a terminal shows.
highlight_language = "text"
smartquotes = False

# The pages from which the navigation follows, with the pages that they link to.
navigation_pages = ["docs/index", "docs/modules", "docs/reference"]

html_theme = "furo"
html_title = "terrapants"
html_favicon = "static/favicon.svg"
html_static_path = ["static"]
html_css_files = ["site.css"]
html_show_copyright = False
html_show_sphinx = False
html_copy_source = False
html_theme_options: dict[str, object] = {"top_of_page_buttons": []}
# Legible: site_test.py.
pygments_style = "a11y-light"
pygments_dark_style = "github-dark"
# Of commands with their output, the commands alone.
copybutton_prompt_text = "$ "
copybutton_only_copy_prompt_lines = True
