"""A site made by Sphinx from Markdown: `package` writes it to dist/, `check` fails where it would
not be whole. Sphinx and its extensions come from a resolve.
"""

from __future__ import annotations

from collections.abc import Iterable

from pants.engine.rules import Rule
from pants.engine.target import Target
from pants.engine.unions import UnionRule

from sphinx_site import rules as sphinx_site_rules
from sphinx_site.target_types import SphinxSiteTarget


def target_types() -> Iterable[type[Target]]:
    return (SphinxSiteTarget,)


def rules() -> Iterable[Rule | UnionRule]:
    return sphinx_site_rules.rules()
