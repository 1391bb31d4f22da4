"""The target type `sphinx_site`."""

from __future__ import annotations

from pants.core.goals.package import OutputPathField
from pants.engine.target import (
    COMMON_TARGET_FIELDS,
    Dependencies,
    MultipleSourcesField,
    StringField,
    Target,
)
from pants.util.strutil import help_text


class SphinxPagesField(MultipleSourcesField):
    default = ("**/*.md", "**/*.svg", "**/*.png")
    help = help_text("The pages, and the pictures on them.")


class SphinxConfigurationField(StringField):
    alias = "configuration"
    required = True
    value: str
    help = help_text(
        """
        The directory with `conf.py`, relative to the root of the repository. The files in it are
        among `dependencies`.
        """
    )


class SphinxResolveField(StringField):
    alias = "resolve"
    default = "docs-site"
    value: str
    help = help_text(
        "The resolve of `[python].resolves` from which Sphinx and its extensions are installed."
    )


class SphinxSiteTarget(Target):
    alias = "sphinx_site"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        Dependencies,
        OutputPathField,
        SphinxConfigurationField,
        SphinxPagesField,
        SphinxResolveField,
    )
    help = help_text(
        """
        A site made by Sphinx from the root of the repository, of these pages and the files of its
        dependencies. Whatever Sphinx warns of is an error.
        """
    )
