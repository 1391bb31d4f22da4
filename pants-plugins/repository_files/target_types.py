"""The target type `repository_files`."""

from __future__ import annotations

from pants.engine.target import (
    COMMON_TARGET_FIELDS,
    Dependencies,
    MultipleSourcesField,
    SpecialCasedDependencies,
    StringSequenceField,
    Target,
)
from pants.util.strutil import help_text


class RepositoryGlobsField(StringSequenceField):
    alias = "globs"
    required = True
    value: tuple[str, ...]
    help = help_text("Globs relative to the root of the repository; with `!`, what is left out.")


class RepositorySelectedByField(SpecialCasedDependencies):
    """Dependencies for `--changed-dependents` alone: whoever depends on the target is given the
    files that match, and not what these targets are."""

    alias = "selected_by"
    help = help_text(
        """
        The targets whose changes select, with `--changed-dependents`, what depends on this one. The
        files that match have their own owners, and are none of them.
        """
    )


class RepositorySourcesField(MultipleSourcesField):
    """Owns nothing: whoever asks for files is given what the globs match."""

    alias = "_repository_sources"
    help = "Not to be set: `globs` says which files there are."


class RepositoryFilesTarget(Target):
    alias = "repository_files"
    core_fields = (
        *COMMON_TARGET_FIELDS,
        Dependencies,
        RepositoryGlobsField,
        RepositorySelectedByField,
        RepositorySourcesField,
    )
    help = help_text(
        """
        The files that match, whoever owns them, as files of whatever depends on this target. It can
        only be in the BUILD file of the root directory.
        """
    )
