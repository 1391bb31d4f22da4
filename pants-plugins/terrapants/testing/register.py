"""Terraform tests as targets: the backend `terrapants.testing`."""

from __future__ import annotations

from collections.abc import Iterable

from pants.engine.rules import Rule
from pants.engine.target import Target
from pants.engine.unions import UnionRule

from terrapants.terraform import rules as terraform
from terrapants.testing import (
    dependency_inference,
    emulator,
    environment,
    execution,
    runner,
    selection,
    tailor,
    tf_test_goal,
)
from terrapants.testing.target_types import TerraformTestsGeneratorTarget, TerraformTestTarget


def target_types() -> Iterable[type[Target]]:
    return (*terraform.target_types(), TerraformTestTarget, TerraformTestsGeneratorTarget)


def rules() -> Iterable[Rule | UnionRule]:
    return (
        *terraform.rules(),
        *dependency_inference.rules(),
        *emulator.rules(),
        *environment.rules(),
        *execution.rules(),
        *tailor.rules(),
        *runner.rules(),
        *selection.rules(),
        *tf_test_goal.rules(),
    )
