"""Globs for the engine."""

from __future__ import annotations

import os
from collections.abc import Iterable

from pants.engine.fs import PathGlobs
from pants.engine.internals.build_files import BuildFileOptions

GLOB_CHARACTERS = "*?["


def literal_glob(path: str) -> str:
    """The glob that matches this path alone."""
    return "".join(f"[{each}]" if each in GLOB_CHARACTERS else each for each in path)


def anywhere(globs: Iterable[str], options: BuildFileOptions) -> PathGlobs:
    """The files of these names, except in directories that can have no targets.

    Those are what `[GLOBAL].build_ignore` names.
    """
    return PathGlobs(
        (*(f"**/{glob}" for glob in globs), *(f"!{ignored}" for ignored in options.ignores))
    )


def may_have_targets(directory: str) -> bool:
    """Whether Pants can have targets there: it takes a name like BUILD for a BUILD file."""
    return not os.path.basename(directory).startswith("BUILD")
