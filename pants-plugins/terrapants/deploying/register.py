"""Deployments of Terraform root modules: the backend `terrapants.deploying`."""

from __future__ import annotations

from collections.abc import Iterable

from pants.engine.rules import Rule
from pants.engine.target import Target
from pants.engine.unions import UnionRule

from terrapants.deploying import (
    checkout,
    dependency_inference,
    named_targets,
    other_deployments,
    plan_scans,
    policy_files,
    positions,
    preparation,
    run,
    selection,
    tf_apply_goal,
    tf_plan_goal,
    tf_state_goal,
)
from terrapants.deploying.target_types import DEPLOYMENT_FIELDS
from terrapants.terraform import deployment_targets
from terrapants.terraform import rules as terraform
from terrapants.terraform.pants_changes import switch_off_builtin_deployment
from terrapants.terraform.pants_compat import HAS_DEPLOYMENTS, TerraformDeploymentTarget


def target_types() -> Iterable[type[Target]]:
    own = () if HAS_DEPLOYMENTS else deployment_targets.TARGETS
    return (*terraform.target_types(), *own)


def rules() -> Iterable[Rule | UnionRule]:
    switch_off_builtin_deployment()
    return (
        *terraform.rules(),
        *(TerraformDeploymentTarget.register_plugin_field(field) for field in DEPLOYMENT_FIELDS),
        *checkout.rules(),
        *dependency_inference.rules(),
        *named_targets.rules(),
        *other_deployments.rules(),
        *plan_scans.rules(),
        *policy_files.rules(),
        *positions.rules(),
        *preparation.rules(),
        *run.rules(),
        *selection.rules(),
        *tf_apply_goal.rules(),
        *tf_plan_goal.rules(),
        *tf_state_goal.rules(),
    )
