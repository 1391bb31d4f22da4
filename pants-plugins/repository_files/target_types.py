"""The target type `repository_files`."""

from __future__ import annotations

from pants.engine.target import (
    COMMON_TARGET_FIELDS,
    MultipleSourcesField,
    SecondaryOwnerMixin,
    StringSequenceField,
    Target,
)
from pants.source.filespec import Filespec
from pants.util.strutil import help_text


class RepositoryGlobsField(StringSequenceField, SecondaryOwnerMixin):
    """A secondary owner: `--changed-since` sees it, and dependency inference does not."""

    alias = "globs"
    required = True
    value: tuple[str, ...]
    help = help_text("Globs relative to the root of the repository; with `!`, what is left out.")

    @property
    def filespec(self) -> Filespec:
        included = [glob for glob in self.value if not glob.startswith("!")]
        excluded = [glob[1:] for glob in self.value if glob.startswith("!")]
        return {"includes": included, "excludes": excluded}


class RepositorySourcesField(MultipleSourcesField):
    """Owns nothing: whoever asks for files is given what the globs match."""

    alias = "_repository_sources"
    help = "Not to be set: `globs` says which files there are."


class RepositoryFilesTarget(Target):
    alias = "repository_files"
    core_fields = (*COMMON_TARGET_FIELDS, RepositoryGlobsField, RepositorySourcesField)
    help = help_text(
        """
        The files that match, whoever owns them, as files of whatever depends on this target. It can
        only be in the BUILD file of the root directory.
        """
    )
