"""The target type of files that Terraform reads besides `*.tf`."""

from __future__ import annotations

from pants.engine.fs import GlobMatchErrorBehavior
from pants.engine.target import COMMON_TARGET_FIELDS, MultipleSourcesField, Target
from pants.util.strutil import help_text


class _OwnGlobs:
    """As `default` of a sources field: on an instance its own globs, so that Pants treats them as
    defaults, which may match nothing; `path_globs` itself cannot be overridden."""

    def __get__(
        self, field: MultipleSourcesField | None, owner: type[MultipleSourcesField]
    ) -> tuple[str, ...] | None:
        return None if field is None else field.globs


class TerraformFilesSourcesField(MultipleSourcesField):
    # The files may be gone: Terraform is the one to say so, and `--changed-since` still works.
    default = _OwnGlobs()
    default_glob_match_error_behavior = GlobMatchErrorBehavior.ignore


class TerraformFilesTarget(Target):
    alias = "terraform_files"
    core_fields = (*COMMON_TARGET_FIELDS, TerraformFilesSourcesField)
    help = help_text(
        """
        Files that a Terraform module or test file reads besides its `*.tf` files: the provider lock
        file, variable files, mock files, and files named by functions such as `templatefile()`.

        These targets are found by reading the modules; no BUILD file needs them. A file
        that cannot be found so is put in a `file` target and named in `dependencies`.
        """
    )
