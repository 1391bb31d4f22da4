"""The target type `repository_files`."""

from __future__ import annotations

from pants.engine.fs import PathGlobs
from pants.engine.target import COMMON_TARGET_FIELDS, MultipleSourcesField, Target
from pants.util.strutil import help_text


class RepositoryFilesField(MultipleSourcesField):
    """An owner of the files when asked about a file, as `--changed-since` asks, but not when asked
    for its files: those belong to other targets, or `tailor` should propose one for them."""

    alias = "globs"
    required = True
    value: tuple[str, ...]
    uses_source_roots = False
    help = help_text("Globs relative to the root of the repository; with `!`, what is left out.")

    def path_globs(  # type: ignore[misc]  # @final, but each release calls it on the instance.
        self, unmatched_build_file_globs: object
    ) -> PathGlobs:
        return PathGlobs([])


class RepositoryFilesTarget(Target):
    alias = "repository_files"
    core_fields = (*COMMON_TARGET_FIELDS, RepositoryFilesField)
    help = help_text(
        """
        The files that match, whoever owns them, as files of whatever depends on this target. It can
        only be in the BUILD file of the root directory.
        """
    )
