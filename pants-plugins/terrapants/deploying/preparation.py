"""What a deployment needs in the sandbox: its files, its variables and its settings."""

from __future__ import annotations

from abc import ABCMeta
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from pants.backend.terraform.target_types import (
    TerraformDependenciesField,
    TerraformModuleSourcesField,
)
from pants.backend.terraform.tool import TerraformTool
from pants.core.util_rules.source_files import SourceFiles, SourceFilesRequest
from pants.engine.addresses import Address, Addresses
from pants.engine.env_vars import EnvironmentVars, EnvironmentVarsRequest
from pants.engine.fs import EMPTY_DIGEST, Digest, DigestEntries, FileEntry, MergeDigests
from pants.engine.rules import Get, MultiGet, Rule, collect_rules, rule
from pants.engine.target import (
    DependenciesRequest,
    ExplicitlyProvidedDependencies,
    FieldSet,
    SourcesField,
    Target,
    Targets,
)
from pants.engine.unions import UnionRule, union
from pants.util.frozendict import FrozenDict
from pants.util.logging import LogLevel

from terrapants.deploying.named_targets import NamedTarget, NamedTargetRequest
from terrapants.deploying.runner.job import Deployment
from terrapants.deploying.subsystem import TerraformDeployments
from terrapants.deploying.target_types import (
    AppliedAfterField,
    DeploymentEnvironmentField,
    DeploymentExtraEnvVarsField,
    DeploymentRealCloudField,
    WorkspaceField,
)
from terrapants.terraform.extra_variables import checked_variables
from terrapants.terraform.modules import TargetsWithField, TargetsWithFieldRequest
from terrapants.terraform.needed_files import NeededFiles, NeededFilesRequest
from terrapants.terraform.pants_compat import (
    SystemSearchPath,
    TerraformBackendConfigField,
    TerraformRootModuleField,
    TerraformVarFileSourceField,
    extra_env_vars,
)
from terrapants.terraform.remote_modules import RemoteModules, RemoteModulesRequest


@union
@dataclass(frozen=True)
class Deployed(FieldSet, metaclass=ABCMeta):
    """The targets that `tf-plan` and `tf-apply` select."""


@dataclass(frozen=True)
class DeployedFieldSet(Deployed):
    required_fields = (TerraformRootModuleField,)

    root_module: TerraformRootModuleField  # type: ignore[valid-type]
    dependencies: TerraformDependenciesField
    environment: DeploymentEnvironmentField
    after: AppliedAfterField
    workspace: WorkspaceField
    extra_env_vars: DeploymentExtraEnvVarsField
    real_cloud: DeploymentRealCloudField


def after_requests(field_set: DeployedFieldSet) -> tuple[NamedTargetRequest, ...]:
    """Ask for the deployments that come before this one."""
    return tuple(
        NamedTargetRequest(
            field_set.address,
            AppliedAfterField.alias,
            each,
            TerraformRootModuleField,
            "terraform_deployment",
        )
        for each in field_set.after.value or ()
    )


@dataclass(frozen=True)
class DeploymentFilesRequest:
    """:param address: of the deployment, and of its dependencies."""

    address: Address
    dependencies: TerraformDependenciesField


@dataclass(frozen=True)
class DeploymentFiles:
    """The files that a deployment names on the command line: those of the targets among its
    `dependencies`, or else those of all such targets in its directory, as Pants' own Terraform
    backend has it.
    """

    backends: tuple[Target, ...]
    var_files: tuple[Target, ...]


@rule(level=LogLevel.DEBUG)
async def deployment_files(request: DeploymentFilesRequest) -> DeploymentFiles:
    explicit = await Get(ExplicitlyProvidedDependencies, DependenciesRequest(request.dependencies))
    fields = (TerraformBackendConfigField, TerraformVarFileSourceField)
    directory = request.address.spec_path
    named, *beside = await MultiGet(
        Get(Targets, Addresses(explicit.includes)),
        *(Get(TargetsWithField, TargetsWithFieldRequest(directory, field)) for field in fields),
    )
    backends, var_files = (
        tuple(target for target in named if target.has_field(field)) or found.targets
        for field, found in zip(fields, beside)
    )
    return DeploymentFiles(backends, var_files)


@dataclass(frozen=True)
class PreparedDeployment:
    """:param deployment: without its place in the sandbox.

    :param digest: its files, at their paths in the repository.
    :param modules: the directories of the local modules among them.
    :param variables: that it gets, which may be secrets.
    :param problem: why it cannot be deployed: a sentence, or nothing.
    """

    deployment: Deployment
    digest: Digest = EMPTY_DIGEST
    modules: tuple[str, ...] = ()
    variables: FrozenDict[str, str] = field(default_factory=FrozenDict)
    problem: str = ""


@rule(desc="Prepare a Terraform deployment", level=LogLevel.DEBUG)
async def prepare_deployment(
    field_set: DeployedFieldSet,
    tool: TerraformTool,
    options: TerraformDeployments.EnvironmentAware,
    search_path: SystemSearchPath,
) -> PreparedDeployment:
    address = field_set.address
    named_root: Any = field_set.root_module
    root, *after = await MultiGet(
        Get(
            NamedTarget,
            NamedTargetRequest(
                address,
                "root_module",
                named_root.value,
                TerraformModuleSourcesField,
                "terraform_module",
            ),
        ),
        *(Get(NamedTarget, NamedTargetRequest, each) for each in after_requests(field_set)),
    )
    directory = root.address.spec_path if root.address else ""
    deployment = Deployment(
        address.spec,
        field_set.environment.value or "",
        "",
        directory,
        workspace=field_set.workspace.value or "",
        after=tuple(sorted(each.address.spec for each in after if each.address)),
        real_cloud=field_set.real_cloud.value,
    )
    if root.problem:
        gone = (
            f" If the module is gone, delete {address} after everything that it deployed was "
            "destroyed."
        )
        return PreparedDeployment(
            deployment, problem=root.problem + (gone if root.is_missing else "")
        )
    wrong = next((each.problem for each in after if each.problem), "")
    if wrong:
        return PreparedDeployment(deployment, problem=wrong)
    named = await Get(DeploymentFiles, DeploymentFilesRequest(address, field_set.dependencies))
    if len(named.backends) > 1:
        both = " and ".join(str(each.address) for each in named.backends)
        return PreparedDeployment(
            deployment,
            problem=f"it has more than one `terraform_backend`, {both}. Name the one that is meant "
            "in its `dependencies`.",
        )
    variables = checked_variables(
        (*extra_env_vars(tool), *options.extra_env_vars, *(field_set.extra_env_vars.value or ())),
        f"`extra_env_vars` of {address}",
    )
    fetching = await Get(EnvironmentVars, EnvironmentVarsRequest(extra_env_vars(tool)))
    passed, needed, remote, *files = await MultiGet(
        Get(EnvironmentVars, EnvironmentVarsRequest(variables)),
        Get(NeededFiles, NeededFilesRequest((address,))),
        Get(
            RemoteModules,
            RemoteModulesRequest(
                directory, (), FrozenDict({"PATH": search_path.value, **fetching})
            ),
        ),
        *(
            Get(SourceFiles, SourceFilesRequest([target[SourcesField]]))
            for target in (*named.backends, *named.var_files)
        ),
    )
    digest, entries = await MultiGet(
        Get(Digest, MergeDigests((needed.digest, remote.digest))),
        Get(DigestEntries, Digest, needed.digest),
    )
    inputs = {
        entry.path: entry.file_digest.fingerprint
        for entry in entries
        if isinstance(entry, FileEntry)
    }
    if remote.digest != EMPTY_DIGEST:
        inputs["modules from elsewhere"] = remote.digest.fingerprint
    backend = files[: len(named.backends)]
    return PreparedDeployment(
        replace(
            deployment,
            backend_file=next((path for each in backend for path in each.files), ""),
            var_files=tuple(
                dict.fromkeys(path for each in files[len(backend) :] for path in each.files)
            ),
            inputs=FrozenDict(inputs),
        ),
        digest,
        needed.modules,
        FrozenDict(passed),
    )


def rules() -> Iterable[Rule | UnionRule]:
    return [*collect_rules(), UnionRule(Deployed, DeployedFieldSet)]
