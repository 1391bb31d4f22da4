"""Files of the repository as they are, for tests that need a copy of it.

`files` targets would do, but `tailor` takes what they own for owned, and so would not
propose targets for new code any more.
"""

from __future__ import annotations

from collections.abc import Iterable

from pants.engine.rules import Rule
from pants.engine.target import Target
from pants.engine.unions import UnionRule

from repository_files import rules as repository_files_rules
from repository_files.target_types import RepositoryFilesTarget


def target_types() -> Iterable[type[Target]]:
    return (RepositoryFilesTarget,)


def rules() -> Iterable[Rule | UnionRule]:
    return repository_files_rules.rules()
