"""Fields of `terraform_deployment` that the Terraform backend of Pants does not have."""

from __future__ import annotations

from pants.engine.target import (
    BoolField,
    Field,
    SpecialCasedDependencies,
    StringField,
    StringSequenceField,
)
from pants.util.strutil import help_text


class DeploymentEnvironmentField(StringField):
    alias = "environment"
    help = help_text(
        """
        The environment that this deployment is a part of, such as `production`. It stands in
        reports, policies may ask for it, and it has to be typed to destroy the deployment.
        """
    )


class AppliedAfterField(SpecialCasedDependencies):
    alias = "after"
    help = help_text(
        """
        Addresses of the deployments that must be applied before this one, because it reads their
        outputs. They are destroyed after it.
        """
    )


class WorkspaceField(StringField):
    alias = "workspace"
    help = "The Terraform workspace of this deployment. By default, Terraform's default one."


class DeploymentExtraEnvVarsField(StringSequenceField):
    alias = "extra_env_vars"
    help = help_text(
        """
        Environment variables that Terraform gets for this deployment, besides those of
        `[terraform-deployments].extra_env_vars`: `NAME=value`, or `NAME` to copy the value from
        the environment of Pants. Their values are hidden in all output.

        Variables that hold credentials of a cloud, and HOME, are passed on only with
        `real_cloud=True`.
        """
    )


class DeploymentRealCloudField(BoolField):
    alias = "real_cloud"
    default = False
    help = help_text(
        """
        If true, the deployment may use a real account, with the credentials that `extra_env_vars`
        passes. Otherwise it finds no credentials, and does not reach AWS.
        """
    )


DEPLOYMENT_FIELDS: tuple[type[Field], ...] = (
    AppliedAfterField,
    DeploymentEnvironmentField,
    DeploymentExtraEnvVarsField,
    DeploymentRealCloudField,
    WorkspaceField,
)
