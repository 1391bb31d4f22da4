"""Dependency lock files of Terraform modules: the backend `terrapants.locking`."""

from __future__ import annotations

from collections.abc import Iterable

from pants.engine.rules import Rule
from pants.engine.target import Target
from pants.engine.unions import UnionRule

from terrapants.locking import check_goal, module_locks, resolving, tf_lock_goal
from terrapants.terraform import rules as terraform


def target_types() -> Iterable[type[Target]]:
    return terraform.target_types()


def rules() -> Iterable[Rule | UnionRule]:
    return (
        *terraform.rules(),
        *check_goal.rules(),
        *module_locks.rules(),
        *resolving.rules(),
        *tf_lock_goal.rules(),
    )
